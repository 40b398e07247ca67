package io.flowshield.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.OneTimePassword;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tokens after a login that was challenged: their life, their end, and who must not get any. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C6")
class OidcClientIT {

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void aRefreshedTokenKeepsTheLevelAndUserInfoTellsWhoItIs(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page in = Person.otp(person.signIn(client.login(stack)));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();

      Page refreshed = person.browser().open(client.login(stack).resolve("/refresh"));
      assertThat(Visitor.signedIn(refreshed)).as(refreshed.toString()).isTrue();
      assertThat(client.told(refreshed)).isEqualTo(Level.SECOND_FACTOR.acr());
      assertThat(Client.methods(refreshed)).containsExactlyInAnyOrder("pwd", "otp");
      assertThat(Client.claims(refreshed).path("jti"))
          .as("another token")
          .isNotEqualTo(Client.claims(in).path("jti"));

      Page userInfo = person.browser().open(client.login(stack).resolve("/userinfo"));
      JsonNode user = new JsonMapper().readTree(userInfo.text("pre#userinfo"));
      assertThat(user.path("sub")).isEqualTo(Client.claims(in).path("sub"));
      assertThat(user.path("preferred_username").asText()).isEqualTo(person.name());
      assertThat(user.path("email").asText()).isEqualTo(People.email(person.name()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void afterALogoutNoTokenOfTheSessionRefreshesAndThePasswordIsAskedForAgain(
      Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, client);
    Client other = client == Client.OIDC_PUBLIC ? Client.OIDC_CONFIDENTIAL : Client.OIDC_PUBLIC;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      person.signIn(client.login(stack));
      person.browser().open(other.login(stack));
      CodeVerifier verifier = new CodeVerifier();
      Page sso = person.browser().open(endpoint.authorization(verifier));
      RefreshToken token = refreshToken(endpoint.exchange(endpoint.code(sso), verifier));
      token = refreshToken(endpoint.refresh(token));
      URI otherRefresh = other.login(stack).resolve("/refresh");
      assertThat(Visitor.signedIn(person.browser().open(otherRefresh))).isTrue();
      assertThat(person.sessions()).isEqualTo(1);

      Page out = person.browser().open(client.login(stack).resolve("/logout"));
      assertThat(out.has("#signed-out")).as(out.toString()).isTrue();

      assertThat(person.sessions()).isZero();
      assertThat(error(endpoint.refresh(token))).isEqualTo("invalid_grant");
      Page refused = person.browser().open(otherRefresh);
      assertThat(refused.text("p#error")).as(refused.toString()).contains("invalid_grant");
      Page form = person.browser().open(client.login(stack));
      assertThat(form.has(Person.PASSWORD_FORM)).as(form.toString()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void aCodeIsWorthNothingWithoutItsVerifier(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, client);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      CodeVerifier verifier = new CodeVerifier();
      AuthorizationCode code =
          endpoint.code(Person.otp(person.signIn(endpoint.authorization(verifier))));
      assertThat(error(endpoint.exchange(code, new CodeVerifier()))).isEqualTo("invalid_grant");
      // The failed attempt has used it up.
      assertThat(error(endpoint.exchange(code, verifier))).isEqualTo("invalid_grant");

      // Another one with the right verifier: it was the verifier that was refused.
      AuthorizationCode good =
          endpoint.code(person.browser().open(endpoint.authorization(verifier)));
      assertThat(endpoint.exchange(good, verifier).indicatesSuccess()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void aCodeThatIsShownTwiceEndsTheTokensOfTheFirstTime(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, client);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      CodeVerifier verifier = new CodeVerifier();
      AuthorizationCode code = endpoint.code(person.signIn(endpoint.authorization(verifier)));
      RefreshToken token = refreshToken(endpoint.exchange(code, verifier));

      assertThat(error(endpoint.exchange(code, verifier))).isEqualTo("invalid_grant");
      assertThat(error(endpoint.refresh(token))).isEqualTo("invalid_grant");
    }
  }

  @Test
  void ofTwoWhoShowOneCodeAtOnceAtMostOneKeepsTokensAndItIsRecorded(FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, Client.OIDC_PUBLIC);
    CodeVerifier verifier = new CodeVerifier();
    ExecutorService hands = Executors.newFixedThreadPool(2);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      AuthorizationCode code = endpoint.code(person.signIn(endpoint.authorization(verifier)));
      Future<TokenResponse> one = hands.submit(() -> endpoint.exchange(code, verifier));
      Future<TokenResponse> other = hands.submit(() -> endpoint.exchange(code, verifier));
      assertThat(
              Stream.of(one.get(60, TimeUnit.SECONDS), other.get(60, TimeUnit.SECONDS))
                  .filter(TokenResponse::indicatesSuccess))
          .hasSizeLessThanOrEqualTo(1);
    } finally {
      hands.shutdownNow();
    }
    JsonNode refused = stack.admin().get("/events?max=1&type=CODE_TO_TOKEN_ERROR");
    assertThat(refused.at("/0/error").asText()).isEqualTo("invalid_code");
  }

  @Test
  void aPublicClientWithoutPkceIsNotLedToTheForm(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, Client.OIDC_PUBLIC);
    Page refused = person.browser().open(endpoint.authorizationWithoutPkce());
    assertThat(refused.uri().getQuery()).contains("error=invalid_request");
    assertThat(refused.has(Person.PASSWORD_FORM)).isFalse();
  }

  @Test
  void aConfidentialClientWithAWrongSecretGetsNothing(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, Client.OIDC_CONFIDENTIAL);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      CodeVerifier verifier = new CodeVerifier();
      AuthorizationCode code = endpoint.code(person.signIn(endpoint.authorization(verifier)));
      assertThat(error(endpoint.withWrongSecret(stack).exchange(code, verifier)))
          .isIn("unauthorized_client", "invalid_client");
      assertThat(endpoint.exchange(code, verifier).indicatesSuccess()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void anEssentialLevelIsReachedOrNobodyGetsIn(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    URI login = client.login(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page unknown = person.browser().open(Client.with(login, "essential", "platinum"));
      assertThat(person.isAtKeycloak(unknown)).as(unknown.toString()).isTrue();
      assertThat(unknown.status()).isEqualTo(400);

      Page asked = person.signIn(Client.with(login, "essential", Level.SECOND_FACTOR.acr()));
      Page in = Person.otp(asked);
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
      assertThat(client.told(in)).isEqualTo(Level.SECOND_FACTOR.acr());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void aWishThatNobodyKnowsLeavesTheBasicLevel(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page in = person.signIn(Client.with(client.login(stack), "acr", "platinum"));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
      assertThat(client.told(in)).isEqualTo(Level.PASSWORD.acr());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void ofSeveralWishesTheLowestCounts(Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    String both = Level.SECOND_FACTOR.acr() + " " + Level.PASSWORD.acr();
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page in = person.signIn(Client.with(client.login(stack), "acr", both));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
      assertThat(client.told(in)).isEqualTo(Level.PASSWORD.acr());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SAML")
  void aMaximumAgeThatIsOverBringsTheJudgementBack(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    URI login = Client.with(client.login(stack), "max_age", "0");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(client.told(person.signIn(login))).isEqualTo(Level.PASSWORD.acr());
    }
    Thread.sleep(1500); // Keycloak counts whole seconds
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page in = Person.otp(person.signIn(login));
      assertThat(client.told(in)).isEqualTo(Level.SECOND_FACTOR.acr());
    }
  }

  @Test
  void aDirectGrantTellsOfTheOneTimePasswordThatTheRiskAskedFor(FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    TokenEndpoint endpoint = TokenEndpoint.of(stack, Client.OIDC_CONFIDENTIAL);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      JWTClaimsSet claims = idToken(endpoint.password(person.name(), People.PASSWORD, ""));
      assertThat(claims.getStringClaim("acr")).isEqualTo(Level.PASSWORD.acr());
      assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
    }
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      assertThat(error(endpoint.password(person.name(), People.PASSWORD, OneTimePassword.wrong())))
          .isEqualTo("invalid_grant");
      JWTClaimsSet claims =
          idToken(endpoint.password(person.name(), People.PASSWORD, OneTimePassword.now()));
      assertThat(claims.getStringClaim("acr")).isEqualTo(Level.SECOND_FACTOR.acr());
      assertThat(claims.getStringListClaim("amr")).containsExactlyInAnyOrder("pwd", "otp");
    }
  }

  private static JWTClaimsSet idToken(TokenResponse response) throws Exception {
    assertThat(response.indicatesSuccess()).isTrue();
    return ((OIDCTokenResponse) response.toSuccessResponse())
        .getOIDCTokens()
        .getIDToken()
        .getJWTClaimsSet();
  }

  private static RefreshToken refreshToken(TokenResponse response) {
    assertThat(response.indicatesSuccess()).isTrue();
    return response.toSuccessResponse().getTokens().getRefreshToken();
  }

  private static String error(TokenResponse response) {
    assertThat(response.indicatesSuccess()).isFalse();
    return response.toErrorResponse().getErrorObject().getCode();
  }
}
