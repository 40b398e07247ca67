package io.flowshield.authn.binding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/**
 * What was bound in a realm before, so that it can be bound again. Kept as JSON in the realm
 * attribute {@code flowshield.installed}.
 *
 * @param doors by {@link BoundDoor#word}
 * @param workerClient true when the worker's client was added
 */
record Installed(Map<String, Door> doors, boolean workerClient) {
  /** The realm attribute. */
  static final String ATTRIBUTE = "flowshield.installed";

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A flow that gave way to its copy. Ids find them; aliases tell an administrator which they are,
   * and find them in a realm that was exported and imported.
   */
  record Door(String formerId, String formerAlias, String copyId, String copyAlias) {
    /** Of a flow of ours where none was bound. */
    static Door inPlaceOfNone(String id, String alias) {
      return new Door("", "", id, alias);
    }

    boolean hasFormer() {
      return !formerAlias.isEmpty();
    }
  }

  /** Nothing so far. */
  static final Installed NOTHING = new Installed(Map.of(), false);

  static Optional<Installed> read(RealmModel realm) throws BindingRefused {
    String text = realm.getAttribute(ATTRIBUTE);
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(text, Installed.class));
    } catch (JsonProcessingException e) {
      throw new BindingRefused(
          "The realm attribute %s is damaged, so it is not known what was bound before."
              .formatted(ATTRIBUTE));
    }
  }

  void write(RealmModel realm) {
    try {
      realm.setAttribute(ATTRIBUTE, JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Installed with(BoundDoor door, Door bound) {
    Map<String, Door> more = new LinkedHashMap<>(doors);
    more.put(door.word(), bound);
    return new Installed(more, workerClient);
  }

  Installed withWorkerClient() {
    return new Installed(doors, true);
  }
}
