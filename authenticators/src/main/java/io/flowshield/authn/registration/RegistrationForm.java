package io.flowshield.authn.registration;

import io.flowshield.ml.context.RegistrationFacts;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/** Reads the facts of a registration out of its form. */
public final class RegistrationForm {
  /** Keycloak's own limit for these fields; what is longer is cut before it is judged. */
  private static final int LONGEST = 255;

  /** Longer free texts are judged by their beginning. */
  private static final int LONGEST_TEXT = 500;

  /** Only the longest texts are judged: a form full of them must not use up the time. */
  private static final int MOST_TEXTS = 2;

  /** Attributes of a user profile that hold free text, under the names that realms give them. */
  private static final List<String> FREE_TEXT =
      List.of(
          "company",
          "organization",
          "organisation",
          "jobTitle",
          "job_title",
          "title",
          "bio",
          "about",
          "description");

  private RegistrationForm() {}

  /**
   * What a form says.
   *
   * @param emailAsUsername true when the realm's form has no field for the user name
   * @param locale BCP 47 tag of the form's language
   */
  public static RegistrationFacts read(
      MultivaluedMap<String, String> form, boolean emailAsUsername, String locale) {
    String email = field(form.getFirst(UserModel.EMAIL)).toLowerCase(Locale.ROOT);
    int at = email.lastIndexOf('@');
    String username = emailAsUsername ? email : field(form.getFirst(UserModel.USERNAME));
    return new RegistrationFacts(
            username,
            at < 0 ? email : email.substring(0, at),
            at < 0 ? "" : email.substring(at + 1),
            field(form.getFirst(UserModel.FIRST_NAME)),
            field(form.getFirst(UserModel.LAST_NAME)),
            locale)
        .withTexts(texts(form));
  }

  private static List<String> texts(MultivaluedMap<String, String> form) {
    List<String> texts = new ArrayList<>();
    for (String attribute : FREE_TEXT) {
      String value = form.getFirst(attribute);
      if (value != null && !value.isBlank()) {
        String text = value.trim();
        texts.add(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
      }
    }
    texts.sort(Comparator.comparingInt(String::length).reversed());
    return List.copyOf(texts.subList(0, Math.min(texts.size(), MOST_TEXTS)));
  }

  private static String field(@Nullable String value) {
    if (value == null) {
      return "";
    }
    String trimmed = value.trim();
    return trimmed.length() <= LONGEST ? trimmed : trimmed.substring(0, LONGEST);
  }
}
