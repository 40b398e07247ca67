package io.flowshield.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Assertions after a login that was challenged, requests for one, and the end of a session. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C6")
class SamlClientIT {
  private static final String SELF_SENDING_FORM = "form[name=saml-post-binding]";
  private static final String RESPONSE = "SAMLResponse";

  @Test
  void anAssertionNamesThePersonAndTheAttributes(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page in = person.signIn(Client.SAML.login(stack));
      assertThat(in.text("p#subject")).isEqualTo(person.name());
      JsonNode attributes = new JsonMapper().readTree(in.text("pre#attributes"));
      assertThat(attributes.path("email").path(0).asText()).isEqualTo(People.email(person.name()));
      assertThat(attributes.path("username").path(0).asText()).isEqualTo(person.name());
    }
  }

  @Test
  void anAssertionThatWasChangedOnItsWayIsRefusedAndTheSameUnchangedIsNot(FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      person.browser().stopBeforeSending();
      Page handedOver = Person.otp(person.signIn(Client.SAML.login(stack)));
      assertThat(handedOver.has(SELF_SENDING_FORM)).as(handedOver.toString()).isTrue();
      String xml = response(handedOver);
      assertThat(xml).contains(person.name(), Level.SECOND_FACTOR.context());

      refused(handedOver, xml.replace(person.name(), "alice"), "Signature");
      handedOver = again(person, stack);
      xml = response(handedOver);
      refused(
          handedOver,
          xml.replace(Level.SECOND_FACTOR.context(), Level.PASSWORD.context()),
          "Signature");
      handedOver = again(person, stack);
      xml = response(handedOver);
      String unsigned = xml.replaceAll("(?s)<dsig:Signature.*?</dsig:Signature>", "");
      assertThat(unsigned).isNotEqualTo(xml);
      refused(handedOver, unsigned, "sign");

      handedOver = again(person, stack);
      Page in = handedOver.submit(SELF_SENDING_FORM, Map.of());
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
      Page replayed = handedOver.submit(SELF_SENDING_FORM, Map.of());
      assertThat(Visitor.signedIn(replayed)).as(replayed.toString()).isFalse();
    }
  }

  @Test
  void aContextThatNobodyKnowsIsAnsweredWithAnErrorAndNoAssertion(FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    Page refused =
        person.browser().open(Client.with(Client.SAML.login(stack), "context", "urn:example:none"));
    assertThat(person.isAtKeycloak(refused)).as(refused.toString()).isFalse();
    assertThat(Visitor.signedIn(refused)).isFalse();
    assertThat(refused.text("p#error")).contains("NoAuthnContext");
  }

  @Test
  void aMinimumIsReachedByTheHigherLevelToo(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    URI atLeastPassword =
        URI.create(Client.SAML.loginAt(stack, Level.PASSWORD) + "&comparison=minimum");
    URI betterThanPassword =
        URI.create(Client.SAML.loginAt(stack, Level.PASSWORD) + "&comparison=better");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page in = person.signIn(atLeastPassword);
      assertThat(Client.SAML.told(in)).isEqualTo(Level.PASSWORD.context());

      Page better = Person.otp(person.browser().open(betterThanPassword));
      assertThat(Client.SAML.told(better)).isEqualTo(Level.SECOND_FACTOR.context());

      Page still = person.browser().open(atLeastPassword);
      assertThat(Visitor.signedIn(still)).as(still.toString()).isTrue();
    }
  }

  @Test
  void aLogoutThereEndsTheSessionForEveryApplication(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      person.signIn(Client.SAML.login(stack));
      person.browser().open(Client.OIDC_CONFIDENTIAL.login(stack));
      assertThat(person.sessions()).isEqualTo(1);

      Page out = person.browser().open(stack.saml().url().resolve("/logout"));

      assertThat(out.has("#signed-out")).as(out.toString()).isTrue();
      assertThat(person.sessions()).isZero();
      Page refreshed = person.browser().open(stack.oidc().url().resolve("/refresh"));
      assertThat(refreshed.text("p#error")).as(refreshed.toString()).contains("invalid_grant");
      Page form = person.browser().open(Client.SAML.login(stack));
      assertThat(form.has(Person.PASSWORD_FORM)).as(form.toString()).isTrue();
    }
  }

  @Test
  void aLogoutElsewhereReachesTheApplication(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      person.signIn(Client.OIDC_CONFIDENTIAL.login(stack));
      person.browser().open(Client.SAML.login(stack));

      Page out = person.browser().open(stack.oidc().url().resolve("/logout"));
      for (int i = 0; i < 3 && person.isAtKeycloak(out) && out.has("a#continue, iframe"); i++) {
        out = out.has("a#continue") ? out.click("a#continue") : out;
      }
      assertThat(out.has("#signed-out")).as(out.toString()).isTrue();
      Page gone = person.browser().open(stack.saml().url().resolve("/logout"));
      assertThat(gone.text("p#error")).as(gone.toString()).contains("nobody is signed in");
    }
  }

  @Test
  void whereRequestsMustBeSignedOnlyTheRightKeyOpensTheForm(FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    AdminClient admin = stack.admin();
    String client = admin.get("/clients?clientId=demo-saml").get(0).path("id").asText();
    try (RealmRisk low = RealmRisk.everyLoginLow(admin)) {
      mustBeSigned(admin, client, true);
      JsonNode key = newKey(admin, client);
      try {
        Page unsigned = person.browser().open(Client.SAML.login(stack));
        assertThat(unsigned.has(Person.PASSWORD_FORM)).as(unsigned.toString()).isFalse();
        assertThat(unsigned.status()).isEqualTo(400);

        stack
            .saml()
            .signWith(key.path("certificate").asText(), pkcs8(key.path("privateKey").asText()));
        Page in = person.signIn(Client.SAML.login(stack));
        assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();

        stack.saml().signWith(key.path("certificate").asText(), anotherKey());
        Page forged = person.browser().open(Client.SAML.login(stack));
        assertThat(Visitor.signedIn(forged)).as(forged.toString()).isFalse();
        assertThat(forged.status()).isEqualTo(400);
      } finally {
        stack.saml().signNoMore();
        mustBeSigned(admin, client, false);
      }
      Page in = person.browser().open(Client.SAML.login(stack));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  private static JsonNode newKey(AdminClient admin, String client) throws Exception {
    return new JsonMapper()
        .readTree(
            admin.send("POST", "/clients/" + client + "/certificates/saml.signing/generate", ""));
  }

  private static String anotherKey() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    return Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
  }

  /** Keycloak's RSA keys are in PKCS #1, which neither Java nor the library reads. */
  private static String pkcs8(String pkcs1) {
    byte[] key = Base64.getMimeDecoder().decode(pkcs1);
    byte[] octets = sequence((byte) 0x04, key);
    byte[] head = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");
    byte[] content = Arrays.copyOf(head, head.length + octets.length);
    System.arraycopy(octets, 0, content, head.length, octets.length);
    return Base64.getEncoder().encodeToString(sequence((byte) 0x30, content));
  }

  /** DER with a length of two bytes. */
  private static byte[] sequence(byte tag, byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put(tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }

  private static void mustBeSigned(AdminClient admin, String client, boolean signed)
      throws Exception {
    ObjectNode settings = (ObjectNode) admin.get("/clients/" + client);
    settings.withObject("/attributes").put("saml.client.signature", Boolean.toString(signed));
    admin.send("PUT", "/clients/" + client, settings.toString());
  }

  /** Another assertion for somebody who has a session. */
  private static Page again(Person person, FlowShieldStack stack) throws Exception {
    Page handedOver = person.browser().open(Client.SAML.login(stack));
    assertThat(handedOver.has(SELF_SENDING_FORM)).as(handedOver.toString()).isTrue();
    return handedOver;
  }

  private static String response(Page handedOver) {
    return new String(
        Base64.getDecoder()
            .decode(
                handedOver
                    .document()
                    .select("input[name=" + RESPONSE + "]")
                    .attr("value")
                    .replaceAll("\\s", "")),
        StandardCharsets.UTF_8);
  }

  private static void refused(Page handedOver, String changed, String why) throws Exception {
    Page answer =
        handedOver.submit(
            SELF_SENDING_FORM,
            Map.of(
                RESPONSE,
                Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8))));
    assertThat(Visitor.signedIn(answer)).as(answer.toString()).isFalse();
    assertThat(answer.text("p#error")).containsIgnoringCase(why);
  }
}
