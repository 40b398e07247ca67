package io.flowshield.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;

/** How the realm's forms are filled in. */
final class Forms {
  /** The button that sends a registration. */
  static final String REGISTER =
      "#kc-register-form input[type=submit], #kc-register-form button[type=submit]";

  private Forms() {}

  /** From the application to the registration form, as people come there. */
  static Browser openRegistration(Browser browser, FlowShieldStack stack) {
    browser.open(stack.oidc().loginUrl()).click("a[href*=registration]");
    browser.await("#kc-register-form");
    return browser;
  }

  static Browser fillIn(Browser browser, Visitor.Applicant applicant) {
    return browser
        .type("#username", applicant.username())
        .type("#password", applicant.password())
        .type("#password-confirm", applicant.password())
        .type("#email", applicant.email())
        .type("#firstName", applicant.firstName())
        .type("#lastName", applicant.lastName());
  }

  /** Fills it in as a program does. */
  static Browser pour(Browser browser, Visitor.Applicant applicant) {
    return browser
        .pour("#username", applicant.username())
        .pour("#password", applicant.password())
        .pour("#password-confirm", applicant.password())
        .pour("#email", applicant.email())
        .pour("#firstName", applicant.firstName())
        .pour("#lastName", applicant.lastName());
  }

  /** Opens the login page and sends user name and password. */
  static Browser signIn(Browser browser, FlowShieldStack stack, String user, String password) {
    return browser
        .open(stack.oidc().loginUrl())
        .type("#username", user)
        .type("#password", password)
        .click("#kc-login");
  }

  /** What an administrator sees of somebody's registration. */
  static JsonNode saga(FlowShieldStack stack, Visitor.Applicant applicant) throws Exception {
    String user = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
    return stack.admin().get("/flowshield/sagas/" + user);
  }
}
