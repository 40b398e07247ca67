package io.flowshield.ml.email;

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
 * and words (as Raghuram et al. 2014 do for generated domain names). Immutable and thread-safe.
 */
public final class LocalPartModel {
  /** File of the model's folder that holds it. */
  public static final String ARTIFACT = "local_part.bin";

  private static final int MAGIC = 0x46534c50;
  private static final int FORMAT = 1;
  private static final int MOST = 4_000_000;

  private final LocalPartTables tables;
  private final Trees trees;

  public LocalPartModel(LocalPartTables tables, Trees trees) {
    for (byte feature : trees.features()) {
      if (feature >= LocalPartFeatures.NAMES.size()) {
        throw new IllegalArgumentException("A tree asks for the feature " + feature);
      }
    }
    this.tables = tables;
    this.trees = trees;
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
    return values == null ? Double.NaN : trees.sum(values);
  }

  /** As {@link #read} reads it. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      out.writeInt(LocalPartFeatures.NAMES.size());
      write(out, tables.names());
      out.writeInt(tables.languages().size());
      for (LetterModel language : tables.languages()) {
        write(out, language);
      }
      write(out, tables.words());
      write(out, tables.knownNames());
      write(out, tables.knownWords());
      write(out, trees);
    } catch (IOException e) {
      throw new IllegalStateException("Memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a model.
   *
   * @throws IOException when the bytes are none
   */
  public static LocalPartModel read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
        throw new IOException("Not a model of local parts, or one of another format");
      }
      if (in.readInt() != LocalPartFeatures.NAMES.size()) {
        throw new IOException("A model with other features than this code");
      }
      LetterModel names = letters(in);
      int count = count(in, 100);
      List<LetterModel> languages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        languages.add(letters(in));
      }
      LetterModel words = letters(in);
      WordSet knownNames = words(in);
      WordSet knownWords = words(in);
      LocalPartModel model =
          new LocalPartModel(
              new LocalPartTables(names, languages, words, knownNames, knownWords), trees(in));
      if (in.read() >= 0) {
        throw new IOException("Bytes behind the model's end");
      }
      return model;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
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
    return WordSet.sorted(ints(in));
  }

  private static void write(DataOutputStream out, Trees trees) throws IOException {
    out.writeInt(trees.roots().length);
    for (int root : trees.roots()) {
      out.writeInt(root);
    }
    out.writeInt(trees.features().length);
    for (int i = 0; i < trees.features().length; i++) {
      out.writeByte(trees.features()[i]);
      out.writeFloat(trees.thresholds()[i]);
      out.writeInt(trees.lefts()[i]);
      out.writeInt(trees.rights()[i]);
      out.writeBoolean(trees.missingLeft()[i]);
    }
  }

  private static Trees trees(DataInputStream in) throws IOException {
    int[] roots = ints(in);
    int nodes = count(in, MOST);
    byte[] features = new byte[nodes];
    float[] thresholds = new float[nodes];
    int[] lefts = new int[nodes];
    int[] rights = new int[nodes];
    boolean[] missingLeft = new boolean[nodes];
    for (int i = 0; i < nodes; i++) {
      features[i] = in.readByte();
      thresholds[i] = in.readFloat();
      lefts[i] = in.readInt();
      rights[i] = in.readInt();
      missingLeft[i] = in.readBoolean();
    }
    return new Trees(roots, features, thresholds, lefts, rights, missingLeft);
  }

  private static int[] ints(DataInputStream in) throws IOException {
    int[] ints = new int[count(in, MOST)];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = in.readInt();
    }
    return ints;
  }

  private static int count(DataInputStream in, int most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most || count > in.available()) {
      throw new IOException("A length of " + count);
    }
    return count;
  }
}
