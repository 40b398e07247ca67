package io.flowshield.ml.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.StandardKeyboards;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.ZxcvbnBuilder;
import com.nulabinc.zxcvbn.matchers.Dictionary;
import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.LoadedModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.password.breach.BreachFilter;
import io.flowshield.ml.password.breach.LikeLeaked;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges passwords inside the process: by the character model, by zxcvbn, by what is known of the
 * user and by a filter of leaked passwords. Asks nobody else, stores and logs nothing. Immutable,
 * thread-safe; some milliseconds for each password.
 */
public final class PasswordModel implements LoadedModel {
  /** Name of the published model. */
  public static final String NAME = "characters";

  /** File of the published model: the network's weights. */
  public static final String WEIGHTS = "weights.bin";

  /** File of the published model: how many guesses a probability is worth. */
  public static final String GUESSES = "guesses.bin";

  private final @Nullable PasswordDistribution characters;
  private final @Nullable GuessCurve guesses;
  private final Zxcvbn zxcvbn;
  private final BreachFilter leaked;
  private final Origin origin;

  /**
   * A model that was not published.
   *
   * @param leaked the filter to ask
   */
  public PasswordModel(PasswordDistribution characters, GuessCurve guesses, BreachFilter leaked) {
    this(characters, guesses, leaked, zxcvbn(dictionaries()), Origin.UNPUBLISHED);
  }

  private PasswordModel(
      @Nullable PasswordDistribution characters,
      @Nullable GuessCurve guesses,
      BreachFilter leaked,
      Zxcvbn zxcvbn,
      Origin origin) {
    this.characters = characters;
    this.guesses = guesses;
    this.leaked = leaked;
    this.zxcvbn = zxcvbn;
    this.origin = origin;
  }

  /**
   * Loads the published model, with the list of leaked passwords inside zxcvbn's jar.
   *
   * @throws ModelRefusedException when there is none, or it is damaged
   */
  public static PasswordModel load(ModelStore store) throws ModelRefusedException {
    return store.read(ModelGroup.PASSWORD_ANALYSIS, NAME, PasswordModel::read);
  }

  private static PasswordModel read(StoredModel stored) throws ModelRefusedException {
    try {
      List<Dictionary> dictionaries = dictionaries();
      return new PasswordModel(
          MixedModel.of(CharacterModel.read(stored.file(WEIGHTS)), dictionaries),
          GuessCurve.read(stored.file(GUESSES)),
          usualFilter(dictionaries),
          zxcvbn(dictionaries),
          Origin.of(stored));
    } catch (IOException e) {
      throw stored.refusal(FallbackCause.MODEL_DAMAGED, String.valueOf(e.getMessage()));
    }
  }

  /**
   * What is left when no model is published: zxcvbn alone, with the list of leaked passwords inside
   * its jar.
   */
  public static PasswordModel plain() {
    List<Dictionary> dictionaries = dictionaries();
    return new PasswordModel(
        null, null, usualFilter(dictionaries), zxcvbn(dictionaries), Origin.UNPUBLISHED);
  }

  /** The same model with another list of leaked passwords. */
  public PasswordModel with(BreachFilter filter) {
    return new PasswordModel(characters, guesses, filter, zxcvbn, origin);
  }

  @Override
  public Origin origin() {
    return origin;
  }

  private static Zxcvbn zxcvbn(List<Dictionary> dictionaries) {
    try {
      return new ZxcvbnBuilder()
          .dictionaries(dictionaries)
          .keyboards(StandardKeyboards.loadAllKeyboards())
          .build();
    } catch (IOException e) {
      throw new IllegalStateException("The keyboards inside zxcvbn's jar", e);
    }
  }

  private static List<Dictionary> dictionaries() {
    try {
      return StandardDictionaries.loadAllDictionaries();
    } catch (IOException e) {
      throw new IllegalStateException("The lists inside zxcvbn's jar", e);
    }
  }

  /** The 30,000 most frequent leaked passwords; one in a million others is named wrongly. */
  private static BreachFilter usualFilter(List<Dictionary> dictionaries) {
    List<String> passwords =
        dictionaries.stream()
            .filter(dictionary -> dictionary.getName().equals(StandardDictionaries.PASSWORDS))
            .findFirst()
            .map(Dictionary::getFrequencies)
            .orElse(List.of());
    return BreachFilter.of(passwords, 1e-6);
  }

  /**
   * Judges a password.
   *
   * @param password as typed; of a long one the beginning is judged, which can only make it weaker
   * @param context what is known of its user
   */
  public PasswordAssessment assess(CharSequence password, PasswordContext context) {
    ContextWords words = new ContextWords(context);
    ZxcvbnEstimate zxcvbnSays = ZxcvbnEstimate.of(zxcvbn, password, words.all());
    double modelSays =
        characters == null || guesses == null
            ? Double.NaN
            : guesses.log10Guesses(characters.log10Probability(password));
    Set<PasswordPattern> patterns = EnumSet.noneOf(PasswordPattern.class);
    patterns.addAll(zxcvbnSays.patterns());
    patterns.addAll(words.in(password));
    boolean breached = leaked.contains(password);
    return new PasswordAssessment(
        Double.isNaN(modelSays)
            ? zxcvbnSays.log10Guesses()
            : GuessEstimate.log10(modelSays, zxcvbnSays.log10Guesses(), zxcvbnSays.unexplained()),
        modelSays,
        zxcvbnSays.log10Guesses(),
        patterns,
        breached,
        !breached && LikeLeaked.isLike(password, leaked));
  }

  /** Whether a password is in the list of leaked ones; a lookup of microseconds. */
  public boolean isLeaked(CharSequence password) {
    return leaked.contains(password);
  }

  @Override
  public String toString() {
    return "PasswordModel[" + characters + ", " + leaked + "]";
  }
}
