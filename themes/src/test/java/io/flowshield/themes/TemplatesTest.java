package io.flowshield.themes;

import static org.assertj.core.api.Assertions.assertThat;

import freemarker.template.TemplateMethodModelEx;
import io.flowshield.workflow.SagaState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {
  private static final String MARKUP = "<b>\"x\"</b>";

  static List<String> languages() {
    return Bundles.LANGUAGES;
  }

  @Nested
  class TheChallengePage {
    private final Pages pages = new Pages("login");

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void saysWhyAndAsksForTheCode(String language) {
      Document page =
          page(
              language,
              Map.of(
                  "flowshieldReasons",
                  List.of("NEW_COUNTRY", "BOT_TIMING", "AUTOMATED_CLIENT"),
                  "flowshieldMaskedEmail",
                  "a***@example.org"));

      assertThat(page.select(".flowshield-reasons li").eachText())
          .containsExactly(text(language, "NEW_COUNTRY"), text(language, "BOT_TIMING"));
      assertThat(page.text()).contains("a***@example.org");
      assertThat(page.select("form").attr("action")).isEqualTo("/login-action");
      assertThat(page.select("input[name=code][autocomplete=one-time-code]")).hasSize(1);
      assertThat(page.select("button[name=resend]")).hasSize(1);
      assertThat(pages.unknownKeys()).isEmpty();
    }

    @Test
    void worksWithoutReasonsAndAddress() {
      Document page = page("en", Map.of());
      assertThat(page.select(".flowshield-reasons")).isEmpty();
      assertThat(page.text()).contains("your e-mail address");
    }

    @Test
    void hasAGeneralTextForACodeThatItDoesNotKnow() {
      Document page = page("en", Map.of("flowshieldReasons", List.of("A_SIGNAL_OF_THE_CUSTOMER")));
      assertThat(page.select(".flowshield-reasons li").eachText())
          .containsExactly("Our security checks asked for it.");
    }

    @Test
    void asksForANewCodeWhenThereIsNone() {
      Document page =
          page("en", Map.of("flowshieldCodeSent", false, "flowshieldMaskedEmail", "a***@b.org"));
      assertThat(page.text()).contains("Ask for a code: we send it to a***@b.org.");
    }

    @Test
    void saysTheReasonsOnceWhenTheyCameAsAMessageToo() {
      List<String> reasons = List.of("NEW_COUNTRY");
      Map<String, String> because =
          Map.of(
              "type", "info", "summary", "One more proof is needed: " + text("en", "NEW_COUNTRY"));
      Map<String, String> resent = Map.of("type", "info", "summary", "A new code is on its way.");
      assertThat(
              page("en", Map.of("flowshieldReasons", reasons, "message", because))
                  .select("#message"))
          .isEmpty();
      assertThat(
              page("en", Map.of("flowshieldReasons", reasons, "message", resent))
                  .select("#message")
                  .text())
          .isEqualTo("A new code is on its way.");
    }

    @Test
    void tellsAScreenReaderWhatIsWrongWithTheCode() {
      Document page =
          page(
              "en",
              Map.of(
                  "messagesPerField",
                  Map.of(
                      "existsError", (TemplateMethodModelEx) arguments -> true,
                      "getFirstError", (TemplateMethodModelEx) arguments -> "Wrong code")));
      assertThat(page.select("[role=alert]").text()).isEqualTo("Wrong code");
      assertThat(page.select("input[name=code]").attr("aria-invalid")).isEqualTo("true");
      assertThat(page.select("input[name=code]").attr("aria-describedby"))
          .contains("flowshield-code-error");
    }

    @Test
    void showsMarkupInAnAddressAsText() {
      assertThat(page("en", Map.of("flowshieldMaskedEmail", MARKUP)).select("b")).isEmpty();
    }

    private Document page(String language, Map<String, ?> attributes) {
      return Jsoup.parse(pages.render("flowshield-email-code.ftl", language, attributes));
    }
  }

  @Nested
  class TheWaitingPage {
    private final Pages pages = new Pages("login");

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void hasASentenceForEveryPhase(String language) {
      for (SagaState.Phase phase : SagaState.Phase.values()) {
        Document page = page(language, phase.name(), "");
        assertThat(page.select("[role=status][aria-live=polite] #flowshield-message").text())
            .isEqualTo(Bundles.of(language).getProperty("flowshield.phase." + phase));
      }
      assertThat(pages.unknownKeys()).isEmpty();
    }

    @Test
    void showsHowFarItIs() {
      Document page = page("en", "PROVISIONING", "");
      assertThat(page.select("#flowshield-progress li").eachAttr("data-state"))
          .containsExactly("done", "done", "current", "todo");
      assertThat(page.select("[aria-current=step]").text()).isEqualTo("Your services: in progress");
      assertThat(page.select("#flowshield-progress").hasAttr("hidden")).isFalse();
    }

    @Test
    void worksWithoutScript() {
      Document page = page("en", "AWAITING_EMAIL", "");
      assertThat(page.select("noscript meta[http-equiv=refresh]")).hasSize(1);
      assertThat(page.select("form#flowshield-continue[method=post]").attr("action"))
          .isEqualTo("/login-action");
      assertThat(page.select("#flowshield-mail").text()).contains("a***@example.org");
    }

    @Test
    void saysWhyARegistrationWasWithdrawnAndWaitsNoMore() {
      Document page = page("en", "COMPENSATED", "SERVICE_REFUSED");
      assertThat(page.select("h1").text()).isEqualTo("Your registration could not be completed");
      assertThat(page.select("#flowshield-reason").text()).isEqualTo(text("en", "SERVICE_REFUSED"));
      assertThat(page.select("#flowshield-progress").hasAttr("hidden")).isTrue();
      assertThat(page.select("meta[http-equiv=refresh], form")).isEmpty();
      assertThat(page.select("#flowshield-again a").attr("href")).isEqualTo("/restart");
    }

    @Test
    void carriesNoScriptOfItsOwnInThePage() {
      for (Element script : page("en", "ACCOUNT", "").select("script")) {
        assertThat(script.attr("src")).endsWith("/js/flowshield-pending.js");
        assertThat(script.data()).isBlank();
      }
    }

    @Test
    void doesNotLetAnAddressOutOfItsAttribute() {
      Map<String, Object> attributes = attributes("ACCOUNT", "");
      attributes.put("flowshieldStatusUrl", "/x?token=" + MARKUP);
      Document page = Jsoup.parse(pages.render("flowshield-pending.ftl", "en", attributes));
      assertThat(page.select("#flowshield-pending").attr("data-status-url"))
          .isEqualTo("/x?token=" + MARKUP);
    }

    private Document page(String language, String phase, String reason) {
      return Jsoup.parse(
          pages.render("flowshield-pending.ftl", language, attributes(phase, reason)));
    }

    private Map<String, Object> attributes(String phase, String reason) {
      Map<String, Object> attributes = new HashMap<>();
      attributes.put("flowshieldState", phase);
      attributes.put("flowshieldReason", reason);
      attributes.put("flowshieldStatusUrl", "/realms/x/flowshield/registration/status?token=t");
      attributes.put("flowshieldEmail", "a***@example.org");
      return attributes;
    }
  }

  @Nested
  class ThePublicPage {
    private final Pages pages = new Pages("login");

    @AfterEach
    void everyKeyHadAText() {
      assertThat(pages.unknownKeys()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void confirmsAnAddressByAButtonAndNotByItsAddress(String language) {
      Document page =
          page(
              language,
              Map.of(
                  "flowshieldMode", "confirm",
                  "flowshieldToken", "a\"b",
                  "flowshieldActionUrl", "/realms/x/flowshield/verify"));
      assertThat(page.select("form[method=post]").attr("action"))
          .isEqualTo("/realms/x/flowshield/verify");
      assertThat(page.select("input[type=hidden][name=token]").attr("value")).isEqualTo("a\"b");
      assertThat(page.select("button[type=submit]")).hasSize(1);
      assertThat(page.select("script, a")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void tellsTheOutcome(String language) {
      for (String mode : List.of("confirmed", "invalid")) {
        Document page = page(language, Map.of("flowshieldMode", mode));
        assertThat(page.select("h1").text())
            .isEqualTo(Bundles.of(language).getProperty("flowshield." + mode + ".title"));
        assertThat(page.select("form")).isEmpty();
      }
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void tellsADisabledUserWhy(String language) {
      Document page =
          page(
              language,
              Map.of(
                  "flowshieldMode", "status",
                  "flowshieldState", "COMPENSATED",
                  "flowshieldReason", "RISK_ROSE"));
      assertThat(page.select("#flowshield-reason").text()).isEqualTo(text(language, "RISK_ROSE"));
    }

    private Document page(String language, Map<String, ?> attributes) {
      return Jsoup.parse(pages.render("flowshield-status.ftl", language, attributes));
    }
  }

  @Nested
  class ThePageOfSomebodyElsesLogin {
    private final Pages pages = new Pages("login");

    @AfterEach
    void everyKeyHadAText() {
      assertThat(pages.unknownKeys()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void asksByAButtonAndNotByItsAddress(String language) {
      Document page =
          page(
              language,
              Map.of(
                  "flowshieldMode", "ask",
                  "flowshieldToken", "a\"b",
                  "flowshieldActionUrl", "/realms/x/flowshield/not-me?token=t"));
      assertThat(page.select("form[method=post]").attr("action"))
          .isEqualTo("/realms/x/flowshield/not-me?token=t");
      assertThat(page.select("input[type=hidden][name=token]").attr("value")).isEqualTo("a\"b");
      assertThat(page.select("button[type=submit]")).hasSize(1);
      assertThat(page.select("script, a")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void tellsTheOutcome(String language) {
      Properties texts = Bundles.of(language);
      for (String mode : List.of("done", "later", "invalid")) {
        Document page = page(language, Map.of("flowshieldMode", mode));
        String title =
            mode.equals("invalid")
                ? "flowshield.invalid.title"
                : "flowshield.notMe." + mode + "Title";
        assertThat(page.select("h1").text()).isEqualTo(texts.getProperty(title));
        assertThat(page.select("form")).isEmpty();
      }
      Document elsewhere =
          page(language, Map.of("flowshieldMode", "done", "flowshieldPasswordHere", false));
      assertThat(elsewhere.text())
          .contains(texts.getProperty("flowshield.notMe.doneElsewhere"))
          .doesNotContain(texts.getProperty("flowshield.notMe.donePassword"));
    }

    private Document page(String language, Map<String, ?> attributes) {
      return Jsoup.parse(pages.render("flowshield-not-me.ftl", language, attributes));
    }
  }

  @Nested
  class TheMails {
    private static final String LINK = "https://example.org/verify?token=a&b";
    private final Pages pages = new Pages("email");

    @AfterEach
    void everyKeyHadAText() {
      assertThat(pages.unknownKeys()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void carryTheCodeAndTheReasons(String language) {
      Map<String, Object> attributes =
          Map.of("code", "123456", "minutes", 5, "flowshieldReasons", List.of("NEW_DEVICE"));
      for (String body : bodies("flowshield-code", language, attributes)) {
        assertThat(body).contains("123456", "Ada", text(language, "NEW_DEVICE"));
      }
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void carryTheLinkAndHowLongItWorks(String language) {
      for (String name : List.of("flowshield-verify", "flowshield-reminder")) {
        for (String body :
            bodies(name, language, Map.of("link", LINK, "linkExpiration", 24 * 60))) {
          assertThat(body).contains(LINK, " 24 ", "Example & Sons");
        }
      }
    }

    @Test
    void carryAParagraphAsTextOrDoWithout() {
      String paragraph = "Three < four & more.";
      for (String name : List.of("flowshield-verify", "flowshield-reminder")) {
        Map<String, ?> attributes = Map.of("link", LINK, "flowshieldParagraph", paragraph);
        assertThat(pages.render("text/" + name + ".ftl", "en", attributes)).contains(paragraph);
        assertThat(pages.render("html/" + name + ".ftl", "en", attributes))
            .contains("<p>Three &lt; four &amp; more.</p>");
        assertThat(pages.render("html/" + name + ".ftl", "en", Map.of("link", LINK)))
            .doesNotContain("<p></p>");
      }
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void sayWhyARegistrationWasWithdrawn(String language) {
      for (String body :
          bodies("flowshield-withdrawn", language, Map.of("flowshieldReason", "SERVICE_REFUSED"))) {
        assertThat(body).contains(text(language, "SERVICE_REFUSED")).doesNotContain("http");
      }
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void tellOfALogin(String language) {
      Map<String, Object> attributes = new HashMap<>();
      attributes.put("flowshieldTime", "23 November 2026, 14:05 UTC");
      attributes.put("flowshieldBrowser", "Firefox");
      attributes.put("flowshieldSystem", "Linux");
      attributes.put("flowshieldPlace", "Germany (203.0.113.0/24)");
      attributes.put("link", LINK);
      attributes.put("linkExpiration", 24 * 60);
      for (String body : bodies("flowshield-alert", language, attributes)) {
        assertThat(body)
            .contains("14:05 UTC", "Firefox", "Linux", "Germany (203.0.113.0/24)", LINK, " 24 ");
      }
      String unknown = Bundles.of(language).getProperty("flowshield.mail.alert.deviceUnknown");
      String place = Bundles.of(language).getProperty("flowshield.mail.alert.place");
      attributes.keySet().removeAll(List.of("flowshieldBrowser", "flowshieldPlace"));
      attributes.put("flowshieldSystem", "");
      for (String body : bodies("flowshield-alert", language, attributes)) {
        assertThat(body).contains(unknown).doesNotContain(place.substring(0, place.indexOf(':')));
      }
    }

    @Test
    void doWithoutWhatMayBeMissing() {
      Map<String, Object> nobody = Map.of("user", Map.of());
      bodies("flowshield-withdrawn", "en", nobody);
      for (String body :
          bodies("flowshield-verify", "en", Map.of("link", LINK, "user", Map.of()))) {
        assertThat(body).contains("Hello,");
      }
    }

    @ParameterizedTest
    @MethodSource("io.flowshield.themes.TemplatesTest#languages")
    void haveASubject(String language) {
      assertThat(Bundles.keys(language))
          .contains(
              "flowshieldCodeSubject",
              "flowshield.mail.alert.subject",
              "flowshield.mail.verify.subject",
              "flowshield.mail.reminder.subject",
              "flowshield.mail.withdrawn.subject");
    }

    /** The text body, and the HTML body as a person reads it, links included. */
    private List<String> bodies(String name, String language, Map<String, ?> attributes) {
      String text = pages.render("text/" + name + ".ftl", language, attributes);
      assertThat(text).doesNotContain("&amp;", "<");
      Document html = Jsoup.parse(pages.render("html/" + name + ".ftl", language, attributes));
      return List.of(text, html.text());
    }
  }

  private static String text(String language, String code) {
    return Bundles.of(language).getProperty("flowshield.reason." + code + ".user");
  }
}
