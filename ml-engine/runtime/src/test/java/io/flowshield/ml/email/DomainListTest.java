package io.flowshield.ml.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("A6")
class DomainListTest {

  @ParameterizedTest
  @CsvSource({
    "mailinator.com, true",
    "MAILINATOR.com, true",
    "mailinator.com., true",
    "a.B.mailinator.com, true",
    "notmailinator.com, false",
    "com, false",
    "wegwerf-müll.example, true",
    "xn--wegwerf-mll-1hb.example, true",
    "x.WEGWERF-MÜLL.example, true",
    "..., false"
  })
  void everySpellingOfADomainAndItsSubDomainsCount(String domain, boolean listed) {
    DomainList list = DomainList.of("Mailinator.com", "wegwerf-müll.example");
    assertThat(list.contains(domain)).isEqualTo(listed);
  }

  @Test
  void aFileAddsDomainsAndIsReadAgainWhenItChanges(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("domains.txt");
    Files.writeString(file, "# ours\n\nquick-drop.example\n// more\n Other.Example \n");
    DomainList list = new DomainList(List.of("mailinator.com"), file);
    assertThat(list.contains("mailinator.com")).isTrue();
    assertThat(list.contains("a.quick-drop.example")).isTrue();
    assertThat(list.contains("other.example")).isTrue();
    assertThat(list.size()).isEqualTo(3);

    Files.writeString(file, "new.example\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    list.refresh();
    assertThat(list.contains("quick-drop.example")).isFalse();
    assertThat(list.contains("new.example")).isTrue();

    Files.delete(file);
    list.refresh();
    assertThat(list.contains("new.example")).isTrue();
    assertThat(list.contains("mailinator.com")).isTrue();
  }

  @Test
  void aFileThatIsNotThereLeavesTheList(@TempDir Path folder) {
    DomainList list = new DomainList(List.of("mailinator.com"), folder.resolve("absent"));
    assertThat(list.contains("mailinator.com")).isTrue();
  }
}
