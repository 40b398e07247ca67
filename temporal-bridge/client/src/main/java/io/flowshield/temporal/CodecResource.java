package io.flowshield.temporal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.payload.codec.PayloadCodecException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Temporal's remote codec protocol, so that its web pages and command show people what is stored
 * encrypted: a {@code Payloads} message as JSON in, the same out. Payloads of all realms lie in one
 * namespace, so only the realm of server administrators has this, and there only whoever holds the
 * realm role {@code flowshield-codec}. See <a href="https://docs.temporal.io/codec-server">Temporal
 * on codec servers</a>.
 */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class CodecResource {
  /** Realm role that lets people read payloads. */
  static final String ROLE = "flowshield-codec";

  /** Temporal's limit for one payload is 2 MiB; pages ask for several, in base 64. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;

  CodecResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator permissions) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
  }

  /** Opens payloads; one that is not encrypted stays as it is. */
  @POST
  @Path("decode")
  public Response decode(InputStream body) {
    return converted(body, PayloadEncryption::decode);
  }

  /** Encrypts payloads that somebody enters by hand. */
  @POST
  @Path("encode")
  public Response encode(InputStream body) {
    return converted(body, PayloadEncryption::encode);
  }

  private Response converted(
      InputStream body, BiFunction<PayloadEncryption, List<Payload>, List<Payload>> conversion) {
    PayloadEncryption encryption = permitted();
    try {
      Payloads given = read(body);
      Payloads converted =
          Payloads.newBuilder()
              .addAllPayloads(conversion.apply(encryption, given.getPayloadsList()))
              .build();
      return Response.ok(JsonFormat.printer().omittingInsignificantWhitespace().print(converted))
          .header("Cache-Control", "no-store")
          .header("X-Content-Type-Options", "nosniff")
          .build();
    } catch (PayloadCodecException e) {
      throw refused(Response.Status.BAD_REQUEST, "A payload was changed, or its key is not here");
    } catch (InvalidProtocolBufferException e) {
      throw refused(Response.Status.BAD_REQUEST, "The body holds no payloads");
    }
  }

  private PayloadEncryption permitted() {
    if (!realm.getName().equals(Config.getAdminRealm())) {
      throw new NotFoundException();
    }
    if (!permissions.adminAuth().getRealm().getId().equals(realm.getId())
        || !permissions.adminAuth().hasRealmRole(ROLE)) {
      throw new ForbiddenException();
    }
    if (session.getKeycloakSessionFactory().getProviderFactory(OutboxRelayProvider.class)
        instanceof OutboxRelayProviderFactory relay) {
      return relay.encryption().orElseThrow(NotFoundException::new);
    }
    throw new NotFoundException();
  }

  private static Payloads read(InputStream body) throws InvalidProtocolBufferException {
    byte[] bytes;
    try {
      bytes = body.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw refused(Response.Status.BAD_REQUEST, "The body cannot be read");
    }
    if (bytes.length > MAX_BYTES) {
      throw refused(Response.Status.REQUEST_ENTITY_TOO_LARGE, "More than 8 MiB");
    }
    Payloads.Builder payloads = Payloads.newBuilder();
    JsonFormat.parser().merge(new String(bytes, StandardCharsets.UTF_8), payloads);
    return payloads.build();
  }

  /** No text of a caller's goes back, so it needs no quoting. */
  private static WebApplicationException refused(Response.Status status, String text) {
    return new WebApplicationException(
        text,
        Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity("{\"error\":\"" + text + "\"}")
            .build());
  }
}
