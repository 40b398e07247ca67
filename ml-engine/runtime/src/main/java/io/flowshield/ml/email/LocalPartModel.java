package io.flowshield.ml.email;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.LoadedModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.TreeEnsemble;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells local parts of mail addresses that people choose from those that programs make: boosted
 * trees (Chen and Guestrin, KDD 2016) over the shape of the text and over Markov chains of names
 * and words, as has long been done for domain names that programs make (Raghuram, Miller and
 * Kesidis 2014). Immutable and thread-safe.
 */
public final class LocalPartModel implements LoadedModel {
  /** Its name in the group {@link ModelGroup#NLP_MODELS}. */
  public static final String NAME = "local_part";

  /** File with the chains and sets of {@link LocalPartTables}. */
  public static final String TABLES = "tables.bin";

  /** File with the trees, as XGBoost saves them. */
  public static final String TREES = "trees.ubj";

  private static final int MAGIC = 0x46534c50;
  private static final int FORMAT = 1;

  private final LocalPartTables tables;
  private final TreeEnsemble trees;
  private final Origin origin;

  /**
   * A model that nobody published.
   *
   * @throws IllegalArgumentException when the trees ask for other features
   */
  public LocalPartModel(LocalPartTables tables, TreeEnsemble trees) {
    this(tables, trees, Origin.UNPUBLISHED);
  }

  private LocalPartModel(LocalPartTables tables, TreeEnsemble trees, Origin origin) {
    if (trees.features() != LocalPartFeatures.NAMES.size()) {
      throw new IllegalArgumentException("Trees over " + trees.features() + " features");
    }
    this.tables = tables;
    this.trees = trees;
    this.origin = origin;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  /**
   * Loads the published model.
   *
   * @throws ModelRefusedException when there is none that can be used
   */
  public static LocalPartModel load(ModelStore store) throws ModelRefusedException {
    return store.read(
        ModelGroup.NLP_MODELS,
        NAME,
        stored -> {
          try {
            return new LocalPartModel(
                tables(stored.file(TABLES)),
                TreeEnsemble.read(stored.file(TREES)),
                Origin.of(stored));
          } catch (IOException | IllegalArgumentException e) {
            throw stored.refusal(FallbackCause.MODEL_DAMAGED, String.valueOf(e.getMessage()));
          }
        });
  }

  /**
   * How likely a program made it, 0 to 1, if as many were made by programs as by people; NaN where
   * nothing can be said: other scripts than Latin, fewer than three letters and digits.
   */
  public double generated(String localPart) {
    double logOdds = logOdds(localPart);
    return Double.isNaN(logOdds) ? Double.NaN : 1 / (1 + Math.exp(-logOdds));
  }

  /** The same as log-odds. */
  public double logOdds(String localPart) {
    float[] values = LocalPartFeatures.of(localPart, tables);
    return values == null ? Double.NaN : trees.margin(values);
  }

  /** What {@link #TABLES} holds. */
  public static byte[] bytes(LocalPartTables tables) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      write(out, tables.names());
      out.writeInt(tables.languages().size());
      for (LetterModel language : tables.languages()) {
        write(out, language);
      }
      write(out, tables.words());
      write(out, tables.namePairs());
      write(out, tables.wordPairs());
      write(out, tables.knownNames());
      write(out, tables.knownWords());
    } catch (IOException e) {
      throw new IllegalStateException("Memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  static LocalPartTables tables(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
        throw new IOException("Not the tables of a model of local parts, or of another format");
      }
      LetterModel names = letters(in);
      int count = in.readInt();
      if (count < 1 || count > 200) {
        throw new IOException(count + " languages");
      }
      List<LetterModel> languages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        languages.add(letters(in));
      }
      LocalPartTables tables =
          new LocalPartTables(
              names, languages, letters(in), letters(in), letters(in), words(in), words(in));
      if (in.read() >= 0) {
        throw new IOException("Bytes behind the tables' end");
      }
      return tables;
    }
  }

  private static void write(DataOutputStream out, LetterModel model) throws IOException {
    out.writeByte(model.context());
    out.write(model.surprises());
  }

  private static LetterModel letters(DataInputStream in) throws IOException {
    int context = in.readByte();
    if (context < 1 || context > 3) {
      throw new IOException("A chain that looks back " + context + " letters");
    }
    byte[] table = new byte[LetterModel.cells(context)];
    in.readFully(table);
    return new LetterModel(table, context);
  }

  private static void write(DataOutputStream out, WordSet words) throws IOException {
    out.writeInt(words.size());
    for (int hash : words.hashes()) {
      out.writeInt(hash);
    }
  }

  private static WordSet words(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / Integer.BYTES) {
      throw new IOException("A set of " + count + " words");
    }
    int[] hashes = new int[count];
    for (int i = 0; i < count; i++) {
      hashes[i] = in.readInt();
    }
    return WordSet.sorted(hashes);
  }
}
