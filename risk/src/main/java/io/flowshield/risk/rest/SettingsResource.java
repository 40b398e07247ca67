package io.flowshield.risk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.risk.policy.Range;
import io.flowshield.risk.policy.RealmSetting;
import io.flowshield.risk.policy.SettingValues;
import io.flowshield.risk.session.RealmKey;
import io.flowshield.risk.store.RealmRow;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The settings of a realm. What is set here is checked; Keycloak's own interface checks nothing.
 */
public final class SettingsResource {
  private static final Logger LOG = Logger.getLogger(SettingsResource.class);

  /** Room for a long list of networks. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final String HIDDEN = "**********";
  private static final Pattern VAULT = Pattern.compile("\\$\\{vault\\.[^{}\\s]+}");
  private static final String VERSION = "settings version";
  private static final int SECONDS_TO_WAIT = 5;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;

  SettingsResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder events) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.events = events;
  }

  /**
   * The body of a change.
   *
   * @param version what the administrator saw; absent: whatever there is
   * @param values new values by the names of settings: text, a number, true or false; null for the
   *     default
   */
  record Change(@Nullable String version, @Nullable Map<String, @Nullable JsonNode> values) {}

  @Operation(summary = "The realm's settings, with their ranges and defaults")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"view-realm"})
  @APIResponse(responseCode = "200", description = "All settings; secrets are hidden")
  @GET
  public Response show() {
    permissions.realm().requireViewRealm();
    return Json.ok(view(SettingValues.of(realm)));
  }

  /** Changes all that is named, or nothing. */
  @Operation(summary = "Changes settings, all that are named or none")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-realm"})
  @RequestBody(
      description =
          "values: by name, text, a number, true or false; null for the default. version: what GET"
              + " showed, to change nothing that somebody else has changed since; may be absent",
      content = @Content(schema = @Schema(implementation = Change.class)))
  @APIResponse(responseCode = "200", description = "All settings as they are now")
  @APIResponse(
      responseCode = "400",
      description = "Nothing is changed; settings holds a sentence for each that is wrong")
  @APIResponse(responseCode = "409", description = "The settings are not those of that version")
  @APIResponse(
      responseCode = "503",
      description = "The realm cannot be changed right now: somebody else may be changing it")
  @PATCH
  public Response change(InputStream body) {
    permissions.realm().requireManageRealm();
    Change change = Json.read(body, Change.class, MOST_BYTES);
    Map<String, String> stored = locked();
    SettingValues before = new SettingValues(stored::get);
    if (change.version() != null && !change.version().equals(version(before))) {
      throw new Refusal(Response.Status.CONFLICT, "The settings have been changed meanwhile");
    }
    Map<RealmSetting, String> changed = changed(change, before);
    changed.forEach((setting, value) -> store(setting, value, stored));
    SettingValues after = new SettingValues(stored::get);
    if (!changed.isEmpty()) {
      record(changed);
    }
    return Json.ok(view(after));
  }

  private Map<String, String> locked() {
    try {
      return new HashMap<>(RealmRow.lock(session, realm.getId()));
    } catch (RuntimeException e) {
      LOG.warnf(e, "Settings of realm %s cannot be changed now", realm.getName());
      throw Refusal.unavailable("The realm cannot be changed right now", SECONDS_TO_WAIT);
    }
  }

  /** What is really another value; refuses all when one is wrong. */
  private static Map<RealmSetting, String> changed(Change change, SettingValues before) {
    Map<String, String> wrong = new TreeMap<>();
    Map<RealmSetting, String> changed = new EnumMap<>(RealmSetting.class);
    Map<String, @Nullable JsonNode> values = change.values() == null ? Map.of() : change.values();
    values.forEach(
        (name, value) -> {
          RealmSetting setting = RealmSetting.named(name).orElse(null);
          if (setting == null) {
            wrong.put(name, "There is no such setting");
          } else if (value != null && value.isContainerNode()) {
            wrong.put(name, name + " has to be " + setting.range().inWords());
          } else {
            String wanted = value == null || value.isNull() ? "" : value.asText().strip();
            if (!wanted.equals(before.raw(setting)) && !isHidden(setting, wanted)) {
              changed.put(setting, wanted);
            }
          }
        });
    // What was wrong before and stays as it is keeps nobody from changing something else.
    Map<RealmSetting, String> known = before.troubles();
    new SettingValues(after(before, changed))
        .troubles()
        .forEach(
            (setting, text) -> {
              if (changed.containsKey(setting) || !text.equals(known.get(setting))) {
                wrong.put(setting.key(), text);
              }
            });
    if (!wrong.isEmpty()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("error", "invalid_settings");
      answer.put("settings", wrong);
      throw new Refusal(Response.Status.BAD_REQUEST, answer);
    }
    return changed;
  }

  private static Function<String, @Nullable String> after(
      SettingValues before, Map<RealmSetting, String> changed) {
    Map<String, String> byAttribute =
        changed.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().attribute(), Map.Entry::getValue));
    return name ->
        byAttribute.containsKey(name) ? byAttribute.get(name) : before.attributes().apply(name);
  }

  /** A client that sends back what it was shown wants it as it is. */
  private static boolean isHidden(RealmSetting setting, String wanted) {
    return setting.range().type() == Range.Type.SECRET && wanted.equals(HIDDEN);
  }

  private void store(RealmSetting setting, String value, Map<String, String> stored) {
    if (value.isEmpty()) {
      realm.removeAttribute(setting.attribute());
      stored.remove(setting.attribute());
    } else {
      realm.setAttribute(setting.attribute(), value);
      stored.put(setting.attribute(), value);
    }
  }

  private void record(Map<RealmSetting, String> changed) {
    Map<String, String> values = new LinkedHashMap<>();
    changed.forEach((setting, value) -> values.put(setting.key(), shown(setting, value)));
    events
        .operation(OperationType.UPDATE)
        .resource("FLOWSHIELD_SETTINGS")
        .resourcePath("flowshield/settings")
        .detail("settings", String.join(", ", values.keySet()))
        .representation(values)
        .success();
  }

  private Map<String, Object> view(SettingValues values) {
    Map<RealmSetting, String> troubles = values.troubles();
    List<Map<String, @Nullable Object>> settings = new ArrayList<>();
    for (RealmSetting setting : RealmSetting.values()) {
      Range range = setting.range();
      String raw = values.raw(setting);
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("name", setting.key());
      row.put("type", range.type().name().toLowerCase(Locale.ROOT));
      row.put("least", range.least());
      row.put("most", range.most());
      row.put("words", range.words().isEmpty() ? null : new TreeSet<>(range.words()));
      row.put("default", setting.otherwise().isEmpty() ? null : setting.otherwise());
      row.put("value", raw.isEmpty() ? null : shown(setting, raw));
      row.put("valid", !troubles.containsKey(setting));
      row.put("description", setting.description());
      settings.add(row);
    }
    return Map.of("version", version(values), "settings", settings);
  }

  private static String shown(RealmSetting setting, String value) {
    return setting.range().type() == Range.Type.SECRET
            && !value.isEmpty()
            && !VAULT.matcher(value).matches()
        ? HIDDEN
        : value;
  }

  /** Keyed, since it covers secrets. */
  private String version(SettingValues values) {
    StringBuilder all = new StringBuilder();
    for (RealmSetting setting : RealmSetting.values()) {
      String raw = values.raw(setting);
      all.append(setting.key()).append('=').append(raw.length()).append(':').append(raw);
    }
    return RealmKey.hash(session, realm, VERSION, all.toString()).substring(0, 32);
  }
}
