package io.flowshield.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the demo hosts itself: a mail catcher, two services that accounts are provisioned in, three
 * applications that people sign in to, and the realm file that knows them all. Keycloak, Temporal
 * and the worker run elsewhere, wherever that is.
 */
public final class SampleApplications implements AutoCloseable {
  /**
   * Ports of the six; 0 for any.
   *
   * @param smtp the mail catcher's
   * @param scim the SCIM service's
   * @param webhook the webhook service's
   * @param oidc the OpenID Connect application's
   * @param publicOidc that of the OpenID Connect application that has no secret
   * @param saml the SAML application's
   */
  public record Layout(int smtp, int scim, int webhook, int oidc, int publicOidc, int saml) {
    /** Whatever is free. */
    public static final Layout ANY = new Layout(0, 0, 0, 0, 0, 0);
  }

  /**
   * What others have to know too.
   *
   * @param worker of the client {@code flowshield-worker}
   * @param oidc of the client {@code demo-web}
   * @param scim bearer token of the service {@code crm}
   * @param webhook key of the service {@code billing}
   */
  public record Secrets(String worker, String oidc, String scim, String webhook) {
    /** Different ones for each run. */
    public static Secrets random() {
      return new Secrets(
          DemoRealm.randomSecret(),
          DemoRealm.randomSecret(),
          DemoRealm.randomSecret(),
          DemoRealm.randomSecret());
    }

    @Override
    public String toString() {
      return "Secrets[...]";
    }
  }

  /** A part that can be closed without saying more. */
  private interface Part {
    void close();
  }

  private final Deque<Part> parts = new ArrayDeque<>();
  private final URI keycloak;
  private final Secrets secrets;
  private final AdminClient.Account administrator;
  private final MailCatcher mail;
  private final ScimApplication scim;
  private final WebhookApplication webhook;
  private final OidcApplication oidc;
  private final OidcApplication publicOidc;
  private final SamlApplication saml;
  private final DemoRealm realm;

  /**
   * Starts them.
   *
   * @param keycloak its address, the same for browsers and for applications
   * @param administrator of its master realm
   */
  public SampleApplications(
      Listening listening,
      Layout layout,
      Secrets secrets,
      URI keycloak,
      AdminClient.Account administrator)
      throws IOException {
    this.keycloak = keycloak;
    this.secrets = secrets;
    this.administrator = administrator;
    boolean started = false;
    try {
      mail = new MailCatcher(listening, layout.smtp() == 0 ? Ports.free() : layout.smtp());
      parts.push(mail::close);
      scim = new ScimApplication(listening, layout.scim(), secrets.scim());
      parts.push(scim::close);
      webhook = new WebhookApplication(listening, layout.webhook(), secrets.webhook());
      parts.push(webhook::close);
      URI issuer = keycloak.resolve("/realms/" + DemoRealm.NAME);
      oidc =
          new OidcApplication(
              listening, layout.oidc(), issuer, DemoRealm.CONFIDENTIAL_CLIENT, secrets.oidc());
      parts.push(oidc::close);
      publicOidc =
          new OidcApplication(
              listening, layout.publicOidc(), issuer, DemoRealm.PUBLIC_CLIENT, null);
      parts.push(publicOidc::close);
      saml =
          new SamlApplication(
              listening,
              layout.saml(),
              URI.create(issuer + "/protocol/saml/descriptor"),
              DemoRealm.SAML_CLIENT);
      parts.push(saml::close);
      realm = new DemoRealm();
      realm.smtp(listening.name(), mail.port());
      realm.redirect(DemoRealm.CONFIDENTIAL_CLIENT, oidc.url());
      realm.secret(DemoRealm.CONFIDENTIAL_CLIENT, secrets.oidc());
      realm.redirect(DemoRealm.PUBLIC_CLIENT, publicOidc.url());
      realm.redirect(DemoRealm.SAML_CLIENT, saml.url());
      realm.secret(DemoRealm.WORKER_CLIENT, secrets.worker());
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** The realm file, told where everything is. */
  DemoRealm realm() {
    return realm;
  }

  /**
   * The worker's settings.
   *
   * @param models folder with the models where the worker runs
   * @param more settings beside those that are always there
   */
  String workerConfiguration(String models, ObjectNode more) {
    ObjectNode configuration = new JsonMapper().createObjectNode();
    configuration.setAll(more);
    configuration
        .putObject("keycloak")
        .put("url", keycloak.toString())
        .put("clientId", DemoRealm.WORKER_CLIENT)
        .put("clientSecret", secrets.worker());
    configuration.put("models", models);
    var services = configuration.putArray("services");
    services
        .addObject()
        .put("name", "crm")
        .put("type", "scim")
        .put("url", scim.url().toString())
        .put("token", scim.token());
    services
        .addObject()
        .put("name", "billing")
        .put("type", "webhook")
        .put("url", webhook.url().toString())
        .put("secret", webhook.secret());
    return configuration.toPrettyString();
  }

  /** Keycloak's address. */
  public URI keycloak() {
    return keycloak;
  }

  /** Every mail. */
  public MailCatcher mail() {
    return mail;
  }

  /** The service {@code crm}. */
  public ScimApplication scim() {
    return scim;
  }

  /** The service {@code billing}. */
  public WebhookApplication webhook() {
    return webhook;
  }

  /** The OpenID Connect sample. */
  public OidcApplication oidc() {
    return oidc;
  }

  /** The OpenID Connect sample that is a public client. */
  public OidcApplication publicOidc() {
    return publicOidc;
  }

  /** The SAML sample. */
  public SamlApplication saml() {
    return saml;
  }

  /** An administrator of the demo realm. */
  public AdminClient admin() {
    return new AdminClient(keycloak, DemoRealm.NAME, administrator);
  }

  /** A person with a new device. */
  public Visitor visitor(String address, String userAgent) {
    return new Visitor(new BrowserDriver(address, userAgent), oidc.loginUrl());
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
