package io.flowshield.ml.password.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of leaked passwords as a filter: in memory, on disk, and what is like its entries. */
@Tag("A5")
class BreachFilterTest {
  @TempDir Path folder;

  private BreachFilter built(List<String> lines, double rate) throws IOException {
    Path list = folder.resolve("list.txt");
    Files.write(list, lines);
    assertThat(BreachFilterBuilder.build(list, folder.resolve("filter"), rate))
        .isEqualTo(lines.stream().filter(line -> !line.isEmpty()).count());
    return BreachFilter.open(folder.resolve("filter"));
  }

  private static String sha1(String password) throws Exception {
    return HexFormat.of()
        .withUpperCase()
        .formatHex(
            MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void hashesAndPlainPasswordsAreLinesAlike() throws Exception {
    BreachFilter filter =
        built(
            List.of(
                sha1("with count") + ":1234",
                sha1("bare"),
                sha1("lower").toLowerCase(Locale.ROOT),
                "plain pässword",
                "",
                sha1("bare") + ":many"),
            1e-9);

    for (String leaked :
        List.of("with count", "bare", "lower", "plain pässword", sha1("bare") + ":many")) {
      assertThat(filter.contains(leaked)).as(leaked).isTrue();
    }
    assertThat(filter.contains("With count")).isFalse();
    assertThat(filter.contains("")).isFalse();
    assertThat(filter.contains(sha1("bare"))).isFalse();
    assertThat(filter.entries()).isEqualTo(5);
  }

  @Test
  void wrongNamesAreAsRareAsPromised() throws Exception {
    BreachFilter filter =
        built(IntStream.range(0, 20_000).mapToObj(i -> "leaked" + i).toList(), 0.01);

    assertThat(IntStream.range(0, 20_000).allMatch(i -> filter.contains("leaked" + i))).isTrue();
    long wrong = IntStream.range(0, 20_000).filter(i -> filter.contains("other" + i)).count();
    // 200 are expected, the standard deviation is 14
    assertThat(wrong).isBetween(130L, 270L);
    assertThat(filter.rate()).isEqualTo(0.01);
    assertThat(Files.size(folder.resolve("filter"))).isLessThan(128 + 20_000 * 10 / 8);
  }

  @Test
  void sameListGivesTheSameBytesAndTheSameAnswersAsInMemory() throws Exception {
    List<String> lines = List.of("one", "two", "three");
    built(lines, 1e-4);
    byte[] first = Files.readAllBytes(folder.resolve("filter"));
    built(lines, 1e-4);

    assertThat(Files.readAllBytes(folder.resolve("filter"))).isEqualTo(first);
    BreachFilter inMemory = BreachFilter.of(lines, 1e-4);
    assertThat(lines).allMatch(inMemory::contains);
    assertThat(inMemory.contains("four")).isFalse();
    assertThat(inMemory).hasToString("BreachFilter[3 entries]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 20, 35, 45, 130})
  void damagedFilesAreRefused(int at) throws Exception {
    built(List.of("one", "two", "three", "four", "five", "six"), 1e-4);
    Path file = folder.resolve("filter");
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x10;
    Files.write(folder.resolve("damaged"), bytes);

    assertThatThrownBy(() -> BreachFilter.open(folder.resolve("damaged")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void cutFilesAreRefused() throws Exception {
    built(List.of("one", "two"), 1e-4);
    byte[] bytes = Files.readAllBytes(folder.resolve("filter"));
    for (int length : new int[] {0, 100, 128, bytes.length - 1, bytes.length + 1}) {
      Path cut = folder.resolve("cut" + length);
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> BreachFilter.open(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void emptyListAndEndlessLinesAreHarmless() throws Exception {
    assertThat(built(List.of(), 1e-4).contains("anything")).isFalse();
    BreachFilter filter = built(List.of("short"), 1e-4);
    assertThat(filter.contains("short")).isTrue();
    Path list = folder.resolve("long.txt");
    Files.writeString(list, "x".repeat(3_000_000) + "\r\nseen\r\n");
    assertThat(BreachFilterBuilder.build(list, folder.resolve("long"), 1e-4)).isOne();
    assertThat(BreachFilter.open(folder.resolve("long")).contains("seen")).isTrue();
    assertThatThrownBy(() -> BreachFilterBuilder.build(list, folder.resolve("long"), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUMMER2020",
        "summer2021",
        "Summer2020!",
        "5ummer2020",
        "$umm3r2020",
        "0202remmus",
        "summmer2020",
        "sumemr2020",
        "123summer2020",
        "summer.2020",
        "summer2020summer2020",
        "summer2022"
      })
  void smallChangesAreSeenThrough(String password) {
    assertThat(LikeLeaked.isLike(password, BreachFilter.of(List.of("summer2020"), 1e-9))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"summer2020", "winter2020", "summer", "xsummerq2020", "", "20202020"})
  void otherPasswordsAreNotAlike(String password) {
    assertThat(LikeLeaked.isLike(password, BreachFilter.of(List.of("summer2020"), 1e-9))).isFalse();
  }

  @Test
  void formsAreFewAndKeepHalfOfThePassword() {
    for (String password : List.of("Abcd1234!Efgh5678?Ijkl9012+Mnop3456", "a1!", "x".repeat(500))) {
      assertThat(LikeLeaked.forms(password))
          .hasSizeLessThanOrEqualTo(64)
          .doesNotContain(password)
          .allMatch(form -> form.length() >= Math.max(4, (password.length() + 1) / 2));
    }
    assertThat(LikeLeaked.forms("dog48213")).doesNotContain("dog");
  }
}
