package io.flowshield.authn.binding;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** A way into a realm that one of its flows guards and that Flow Shield has steps for. */
enum BoundDoor {
  BROWSER(
      "browser",
      RealmModel::getBrowserFlow,
      RealmModel::setBrowserFlow,
      flow -> flow.intoBrowser(),
      "flowshield-risk"),
  DIRECT_GRANT(
      "direct-grant",
      RealmModel::getDirectGrantFlow,
      RealmModel::setDirectGrantFlow,
      flow -> flow.intoDirectGrant(),
      "flowshield-risk"),
  REGISTRATION(
      "registration",
      RealmModel::getRegistrationFlow,
      RealmModel::setRegistrationFlow,
      flow -> flow.intoRegistration(),
      "flowshield-registration-risk"),
  RESET_CREDENTIALS(
      "reset-credentials",
      RealmModel::getResetCredentialsFlow,
      RealmModel::setResetCredentialsFlow,
      flow -> flow.intoResetCredentials(),
      "flowshield-risk"),
  FIRST_BROKER(
      "first-broker-login",
      RealmModel::getFirstBrokerLoginFlow,
      RealmModel::setFirstBrokerLoginFlow,
      flow -> flow.intoFirstBrokerLogin(),
      "flowshield-risk"),
  /** No realm has such a flow, only its identity providers: {@link PostBrokerDoor}. */
  POST_BROKER(
      "post-broker-login",
      realm -> {
        throw new IllegalStateException("a realm names no such flow");
      },
      (realm, flow) -> {
        throw new IllegalStateException("a realm names no such flow");
      },
      flow -> flow.intoPostBrokerLogin(),
      "flowshield-risk");

  /** What is bound when nothing else is asked for. */
  static final Set<BoundDoor> USUAL =
      Collections.unmodifiableSet(EnumSet.of(BROWSER, DIRECT_GRANT, REGISTRATION));

  /** Puts our steps into a copy. */
  interface Insertion {
    void into(FlowSurgery flow) throws BindingRefused;
  }

  private final String word;
  private final Function<RealmModel, AuthenticationFlowModel> read;
  private final BiConsumer<RealmModel, AuthenticationFlowModel> write;
  private final Insertion insertion;
  private final String judge;

  BoundDoor(
      String word,
      Function<RealmModel, AuthenticationFlowModel> read,
      BiConsumer<RealmModel, AuthenticationFlowModel> write,
      Insertion insertion,
      String judge) {
    this.word = word;
    this.read = read;
    this.write = write;
    this.insertion = insertion;
    this.judge = judge;
  }

  /** As on the command line and in what is remembered. */
  String word() {
    return word;
  }

  static Optional<BoundDoor> of(String word) {
    return Arrays.stream(values()).filter(door -> door.word.equals(word)).findFirst();
  }

  /** The flow that guards it now. */
  AuthenticationFlowModel flow(RealmModel realm) {
    return read.apply(realm);
  }

  void bind(RealmModel realm, AuthenticationFlowModel flow) {
    write.accept(realm, flow);
  }

  void insert(FlowSurgery flow) throws BindingRefused {
    insertion.into(flow);
  }

  /** Whether a flow holds the step that judges at this door. */
  boolean isJudged(RealmModel realm, AuthenticationFlowModel flow) {
    return new FlowTree(realm, flow).uses(judge);
  }
}
