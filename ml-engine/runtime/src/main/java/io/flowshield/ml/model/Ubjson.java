package io.flowshield.ml.model;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Universal Binary JSON (draft 12), the format in which XGBoost saves a model. Objects become
 * maps, strings {@link String}, numbers {@link Double}, arrays of one numeric type {@code
 * double[]}, other arrays lists.
 *
 * <p>Nothing is believed: lengths are compared with the bytes that are left before memory is taken.
 */
final class Ubjson {
  private static final int MAX_DEPTH = 32;

  private final ByteBuffer in;
  private int depth;

  private Ubjson(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads one value, which must be all there is.
   *
   * @throws IOException when the bytes are anything else
   */
  static Object read(byte[] bytes) throws IOException {
    Ubjson reader = new Ubjson(bytes);
    try {
      Object value = reader.value(reader.in.get());
      if (value == null || reader.in.hasRemaining()) {
        throw new IOException("Not one value of Universal Binary JSON");
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw new IOException("Universal Binary JSON that ends too early", e);
    }
  }

  private @Nullable Object value(byte type) throws IOException {
    return switch (type) {
      case '{' -> object();
      case '[' -> array();
      case 'S' -> string();
      case 'C' -> String.valueOf((char) in.get());
      case 'T' -> Boolean.TRUE;
      case 'F' -> Boolean.FALSE;
      case 'Z' -> null;
      default -> number(type);
    };
  }

  private double number(byte type) throws IOException {
    return switch (type) {
      case 'i' -> in.get();
      case 'U' -> in.get() & 0xff;
      case 'I' -> in.getShort();
      case 'l' -> in.getInt();
      case 'L' -> in.getLong();
      case 'd' -> in.getFloat();
      case 'D' -> in.getDouble();
      default -> throw new IOException("Unknown type " + type + " at " + in.position());
    };
  }

  /** A count that the remaining bytes can hold, each element taking at least so many. */
  private int count(int elementBytes) throws IOException {
    double count = number(in.get());
    if (!(count >= 0 && count <= in.remaining() / (double) elementBytes)) {
      throw new IOException("Impossible length " + count + " at " + in.position());
    }
    return (int) count;
  }

  private String string() throws IOException {
    byte[] bytes = new byte[count(1)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable Object> object() throws IOException {
    descend();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (next() != '}') {
      String key = string();
      object.put(key, value(in.get()));
    }
    in.get();
    depth--;
    return object;
  }

  private Object array() throws IOException {
    descend();
    Object array;
    if (next() == '$') {
      in.get();
      array = numbers(in.get());
    } else {
      array = list();
    }
    depth--;
    return array;
  }

  private double[] numbers(byte type) throws IOException {
    if (in.get() != '#') {
      throw new IOException("A typed array without a length at " + in.position());
    }
    int bytes =
        switch (type) {
          case 'I' -> 2;
          case 'l', 'd' -> 4;
          case 'L', 'D' -> 8;
          default -> 1;
        };
    double[] numbers = new double[count(bytes)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(type);
    }
    return numbers;
  }

  private List<@Nullable Object> list() throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    if (next() == '#') {
      in.get();
      for (int left = count(1); left > 0; left--) {
        list.add(value(in.get()));
      }
      return list;
    }
    while (next() != ']') {
      list.add(value(in.get()));
    }
    in.get();
    return list;
  }

  private byte next() throws IOException {
    if (!in.hasRemaining()) {
      throw new BufferUnderflowException();
    }
    return in.get(in.position());
  }

  private void descend() throws IOException {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new IOException("Nested too deeply");
    }
  }

  /** The member of an object at the end of a path of keys. */
  static Object at(Object root, String... path) throws IOException {
    Object value = root;
    for (String key : path) {
      Object member = value instanceof Map<?, ?> object ? object.get(key) : null;
      if (member == null) {
        throw new IOException("There is no " + String.join(".", path));
      }
      value = member;
    }
    return value;
  }

  /** An array of numbers, in whichever of the two ways it was written. */
  static double[] numbers(Object value) throws IOException {
    if (value instanceof double[] numbers) {
      return numbers;
    }
    if (value instanceof List<?> list) {
      double[] numbers = new double[list.size()];
      for (int i = 0; i < numbers.length; i++) {
        if (!(list.get(i) instanceof Double number)) {
          throw new IOException("Not an array of numbers");
        }
        numbers[i] = number;
      }
      return numbers;
    }
    throw new IOException("Not an array of numbers: " + Arrays.asList(value.getClass()));
  }
}
