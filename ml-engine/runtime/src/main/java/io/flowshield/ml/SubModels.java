package io.flowshield.ml;

import io.flowshield.ml.behaviour.TypingModel;
import io.flowshield.ml.email.DomainList;
import io.flowshield.ml.email.LocalPartModel;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.password.PasswordModel;
import io.flowshield.ml.password.breach.BreachFilter;
import io.flowshield.ml.signal.DisposableEmail;
import io.flowshield.ml.text.FreeTextModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models whose outputs are features of the fraud models. Each may be missing, for good or for a
 * while: then the signals that ask it are missing too, and a login goes on. Thread-safe.
 */
public final class SubModels {
  private static final Logger LOG = LoggerFactory.getLogger(SubModels.class);

  /** None is there: what a schema's names and rules need. */
  public static final SubModels NONE = new SubModels();

  private final ModelSlot<LocalPartModel> localPart = new ModelSlot<>(LocalPartModel.NAME);
  private final ModelSlot<FreeTextModel> freeText = new ModelSlot<>(FreeTextModel.NAME);
  private final ModelSlot<TypingModel> typing = new ModelSlot<>(TypingModel.NAME);
  private final ModelSlot<PasswordModel> password = new ModelSlot<>(PasswordModel.NAME);
  private final List<ModelSlot<?>> slots = List.of(localPart, freeText, typing, password);

  private final @Nullable Path leakedPasswords;
  private @Nullable BreachFilter leaked;
  private volatile @Nullable PasswordModel plainPassword;

  private final DomainList disposableDomains;

  public SubModels() {
    this(null);
  }

  /**
   * @param leakedPasswords file of leaked passwords that an administrator built; null for the list
   *     that zxcvbn brings
   */
  public SubModels(@Nullable Path leakedPasswords) {
    this(leakedPasswords, null);
  }

  /**
   * @param leakedPasswords file of leaked passwords that an administrator built; null for the list
   *     that zxcvbn brings
   * @param disposableDomains file with domains of services for throw-away addresses beside those
   *     that the pack lists; null for none
   */
  public SubModels(@Nullable Path leakedPasswords, @Nullable Path disposableDomains) {
    this.leakedPasswords = leakedPasswords;
    this.disposableDomains = DisposableEmail.list(disposableDomains);
  }

  /** Reads every model, one after the other; never throws. */
  public void load(ModelStore store) {
    localPart.load(() -> LocalPartModel.load(store));
    freeText.load(() -> FreeTextModel.load(store));
    typing.load(() -> TypingModel.load(store));
    password.load(() -> withList(PasswordModel.load(store)));
    if (password.model() == null) {
      plainPassword();
    }
  }

  /** Services for throw-away addresses. */
  public DomainList disposableDomains() {
    return disposableDomains;
  }

  /** Judges local parts of mail addresses; null while it is not there. */
  public @Nullable LocalPartModel localPart() {
    return localPart.model();
  }

  /** Judges free text of profiles; null while it is not there. */
  public @Nullable FreeTextModel freeText() {
    return freeText.model();
  }

  /** Judges whose hands typed the password; null while it is not there. */
  public @Nullable TypingModel typing() {
    return typing.model();
  }

  /** Judges passwords; null while it is not there. */
  public @Nullable PasswordModel password() {
    return password.model();
  }

  /** Judges passwords, by zxcvbn alone when no model is there. May take some 100 ms once. */
  PasswordModel passwordOrPlain() {
    PasswordModel model = password.model();
    return model == null ? plainPassword() : model;
  }

  /** What judges passwords and needs no loading first; null while there is nothing. */
  @Nullable PasswordModel passwordAtHand() {
    PasswordModel model = password.model();
    return model == null ? plainPassword : model;
  }

  private synchronized PasswordModel plainPassword() {
    PasswordModel plain = plainPassword;
    if (plain == null) {
      plain = withList(PasswordModel.plain());
      plainPassword = plain;
    }
    return plain;
  }

  /** Opened once, since that reads all of it. */
  private synchronized PasswordModel withList(PasswordModel model) {
    if (leakedPasswords != null && leaked == null) {
      try {
        leaked = BreachFilter.open(leakedPasswords);
      } catch (IOException e) {
        LOG.error("The list of leaked passwords cannot be used, a short one takes its place", e);
      }
    }
    return leaked == null ? model : model.with(leaked);
  }

  List<EngineHealth.Model> health() {
    return slots.stream().<EngineHealth.Model>map(ModelSlot::health).toList();
  }

  void close() {
    slots.forEach(ModelSlot::close);
  }
}
