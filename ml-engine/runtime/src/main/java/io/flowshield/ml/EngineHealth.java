package io.flowshield.ml;

import java.util.List;
import java.util.Map;

/**
 * The state of an engine, for a health page.
 *
 * @param models one entry for each model that the engine wants
 * @param source where models come from, and how that goes
 * @param nativeLibraries {@code LOADED}, {@code MISSING} or {@link #NOT_TRIED}
 * @param nativeDetail which file was loaded, or why none could be
 * @param assessments judgements since the start
 * @param fallbacks of these, how many the rules had to give, by cause
 * @param failedSignals how often a signal failed, by {@code schema/feature}; only those that did
 */
public record EngineHealth(
    List<Model> models,
    Source source,
    String nativeLibraries,
    String nativeDetail,
    long assessments,
    Map<String, Long> fallbacks,
    Map<String, Long> failedSignals) {

  /** No model was there that would have needed the native libraries. */
  public static final String NOT_TRIED = "NOT_TRIED";

  public EngineHealth {
    models = List.copyOf(models);
    fallbacks = Map.copyOf(fallbacks);
    failedSignals = Map.copyOf(failedSignals);
  }

  /** True when every model answers. */
  public boolean isComplete() {
    return models.stream().allMatch(model -> model.state().equals(Model.READY));
  }

  /**
   * Where models come from besides the folder on this machine.
   *
   * @param location of the store, without secrets; empty when there is none
   * @param state {@link #OFF}, {@link #WAITING}, {@link #CURRENT}, {@link #REFUSED} or {@link
   *     #UNREACHABLE}
   * @param detail what is wrong, for an administrator; empty when nothing is
   */
  public record Source(String location, String state, String detail) {
    /** Nobody looks for new models. */
    public static final String OFF = "OFF";

    /** Nobody has looked yet. */
    public static final String WAITING = "WAITING";

    /** The last look found nothing wrong. */
    public static final String CURRENT = "CURRENT";

    /** The store has a newer version that must not judge. */
    public static final String REFUSED = "REFUSED";

    /** The last look failed; there will be another. */
    public static final String UNREACHABLE = "UNREACHABLE";
  }

  /**
   * One model.
   *
   * @param name for example {@code login}
   * @param version for example {@code 1}, empty when none is loaded
   * @param sha256 of the artifact, hexadecimal, empty when none is loaded
   * @param state {@link #READY}, {@link #LOADING}, or the code of what is wrong
   * @param detail what is wrong, for an administrator; empty when nothing is. With {@link #READY}:
   *     why newer versions were refused
   */
  public record Model(String name, String version, String sha256, String state, String detail) {
    /** It judges. */
    public static final String READY = "READY";

    /** It is being loaded; the rules answer until it is there. */
    public static final String LOADING = "LOADING";
  }
}
