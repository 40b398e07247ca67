package io.flowshield.authn.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.RegistrationFacts;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;

class RegistrationFormTest {

  private static MultivaluedMap<String, String> form(String... pairs) {
    MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      form.putSingle(pairs[i], pairs[i + 1]);
    }
    return form;
  }

  @Test
  void splitsTheAddressAtItsLastAt() {
    RegistrationFacts facts =
        RegistrationForm.read(
            form("username", "ann", "email", " \"a@b\"@Example.ORG ", "firstName", "Ann"),
            false,
            "de");
    assertThat(facts)
        .isEqualTo(new RegistrationFacts("ann", "\"a@b\"", "example.org", "Ann", "", "de"));
  }

  @Test
  void theAddressIsTheUserNameWhereTheRealmSaysSo() {
    RegistrationFacts facts =
        RegistrationForm.read(form("username", "x", "email", "ann@example.org"), true, "en");
    assertThat(facts.username()).isEqualTo("ann@example.org");
  }

  @Test
  void anEmptyFormHasEmptyFacts() {
    assertThat(RegistrationForm.read(form(), true, "en"))
        .isEqualTo(new RegistrationFacts("", "", "", "", "", "en"));
  }

  @Test
  void whatIsTooLongIsCut() {
    RegistrationFacts facts =
        RegistrationForm.read(form("firstName", "x".repeat(10_000_000)), false, "en");
    assertThat(facts.firstName()).hasSize(255);
  }

  @Test
  void onlyTheTwoLongestTextsAreJudged() {
    RegistrationFacts facts =
        RegistrationForm.read(
            form("bio", "b".repeat(40), "company", "Weber", "about", "a".repeat(900), "title", " "),
            false,
            "en");
    assertThat(facts.texts()).containsExactly("a".repeat(500), "b".repeat(40));
  }
}
