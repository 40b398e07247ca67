package io.flowshield.training.email;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.datafaker.Faker;

/** English words in three parts that share none. */
record Vocabulary(List<String> training, List<String> validation, List<String> evaluation) {
  private static final int DRAWS = 20_000;

  static Vocabulary read() {
    Faker faker = new Faker(Locale.ENGLISH, new Random(8));
    List<Supplier<String>> sources =
        List.of(
            faker.word()::noun,
            faker.word()::adjective,
            faker.word()::verb,
            faker.animal()::name,
            faker.color()::name,
            faker.food()::ingredient,
            faker.food()::fruit,
            faker.hobby()::activity,
            faker.music()::instrument,
            faker.verb()::base);
    Set<String> words = new TreeSet<>();
    for (Supplier<String> source : sources) {
      for (int i = 0; i < DRAWS / 4; i++) {
        for (String word : source.get().toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
          if (word.length() >= 3 && word.length() <= 10) {
            words.add(word);
          }
        }
      }
    }
    List<String> training = new ArrayList<>();
    List<String> validation = new ArrayList<>();
    List<String> evaluation = new ArrayList<>();
    for (String word : words) {
      int bucket = Math.floorMod(word.hashCode() * 0x9E3779B9, 10);
      (bucket < 3 ? evaluation : bucket < 5 ? validation : training).add(word);
    }
    return new Vocabulary(training, validation, evaluation);
  }
}
