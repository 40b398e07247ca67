package io.flowshield.training.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("A8")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecordedLoginsTest {
  private static final String HEADER =
      "index,Login Timestamp,User ID,Round-Trip Time [ms],IP Address,Country,Region,City,ASN,"
          + "User Agent String,Browser Name and Version,OS Name and Version,Device Type,"
          + "Login Successful,Is Attack IP,Is Account Takeover\n";

  @TempDir private Path folder;

  private List<LabelledAttempt> replay(String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("logins.csv"), HEADER + rows);
    List<LabelledAttempt> attempts = new ArrayList<>();
    RecordedLogins.replay(file, attempts::add);
    return attempts;
  }

  private static String row(int minute, String user, boolean attackIp, String success) {
    return minute
        + ",2020-02-03 12:"
        + String.format("%02d", minute)
        + ":00.000,"
        + user
        + ",,192.0.2.7,NO,-,-,29695,\"Mozilla/5.0 (X, like Gecko) \"\"Y\"\"\",Chrome 79.0.3945,"
        + "Mac OS X 10.14.6,desktop,"
        + success
        + ","
        + (attackIp ? "True" : "False")
        + ",False\n";
  }

  @Test
  void successful_logins_are_judged_by_what_was_learnt_and_failed_ones_counted() throws Exception {
    List<LabelledAttempt> attempts =
        replay(
            row(1, "7", false, "True") + row(2, "7", false, "False") + row(3, "7", false, "True"));
    List<LabelledAttempt> honest = attempts.stream().filter(a -> !a.fraud()).toList();
    assertThat(honest).hasSize(2);
    assertThat(honest.get(0).context().profile().logins()).isZero();
    assertThat(honest.get(1).context().profile().logins()).isOne();
    assertThat(honest.get(1).context().counters().userFailures()).isOne();
    assertThat(honest.get(1).context().request().userAgent())
        .isEqualTo(new UserAgent(DeviceClass.DESKTOP, "Mac OS X 10", "Chrome", "Chrome 79"));
    assertThat(honest.get(1).context().request().network().prefix()).isEqualTo("192.0.2.0/24");
  }

  @Test
  void that_an_address_is_on_a_list_changes_no_fact_of_a_login() throws Exception {
    List<LabelledAttempt> clean = replay(row(1, "7", false, "True") + row(2, "7", false, "True"));
    List<LabelledAttempt> listed = replay(row(1, "7", true, "True") + row(2, "7", true, "True"));
    List<LabelledAttempt> honest = listed.stream().filter(a -> !a.fraud()).toList();
    assertThat(honest).hasSize(2);
    for (int i = 0; i < honest.size(); i++) {
      assertThat(honest.get(i).context().request()).isEqualTo(clean.get(i).context().request());
      assertThat(honest.get(i).context().counters()).isEqualTo(clean.get(i).context().counters());
    }
    assertThat(listed.stream().map(LabelledAttempt::family))
        .contains(AttackFamily.PROTOCOL_NAIVE, AttackFamily.PROTOCOL_VPN);
  }

  @Test
  void rows_out_of_order_or_broken_are_left_out_and_counted() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("broken.csv"),
            HEADER + row(5, "7", false, "True") + row(4, "7", false, "True") + "nonsense\n");
    List<LabelledAttempt> attempts = new ArrayList<>();
    assertThat(RecordedLogins.replay(file, attempts::add)).isEqualTo(2);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void a_file_with_other_columns_is_refused() throws Exception {
    Path file = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> RecordedLogins.replay(file, attempt -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Login Timestamp");
  }
}
