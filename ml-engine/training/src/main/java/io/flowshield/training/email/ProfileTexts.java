package io.flowshield.training.email;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/**
 * Texts of profile fields, written down here or put together from datafaker's jobs, companies,
 * towns and hobbies: what people write about themselves, and advertising and gibberish. Every
 * second sentence is for training, the others for evaluation.
 */
final class ProfileTexts {
  private static final List<String> PEOPLE =
      List.of(
          "I work as a %j in %c.",
          "%j at %f",
          "%j, %f, %c",
          "Father of two, %j, likes %h.",
          "Student of engineering in %c, I enjoy %h and %h.",
          "%j with ten years of experience",
          "Retired %j, now spending my days with %h",
          "I am new here and want to order for my family.",
          "Hi, I'm a %j from %c. In my free time: %h.",
          "Looking forward to meeting the other members.",
          "Freelance %j",
          "Head of purchasing, %f",
          "Volunteer at the local library in %c",
          "%h, %h and good coffee",
          "I teach mathematics and love %h",
          "Small bakery in %c, family business since 1962",
          "We are a team of five people making furniture in %c",
          "PhD student, biology, University of %c",
          "I need this account for my work at %f.",
          "Owner of %f",
          "Ich arbeite als Ingenieur in %c und mag %h.",
          "Krankenschwester aus %c, zwei Kinder",
          "Je suis professeur de musique à %c.",
          "Étudiante en droit, passionnée de %h",
          "Trabajo como enfermera en un hospital de %c.",
          "Abogado, padre de tres hijos",
          "Sono un architetto di %c.",
          "Lavoro nel reparto acquisti di %f",
          "Nurse, dog owner, amateur %h",
          "The account of our sports club in %c");

  private static final List<String> ADVERTISING =
      List.of(
          "Buy cheap %d online without prescription, best price!!!",
          "Earn $%n a day working from home, click here now",
          "Best online casino, free spins and a %n% bonus",
          "Get %n real Instagram followers today, instant delivery",
          "Bitcoin investment, double your money in %n hours, guaranteed profit",
          "Cheap replica watches and handbags, worldwide shipping www.%w.example",
          "SEO service, %n backlinks for your website, rank first on Google",
          "Hot singles in your area want to meet you tonight http://%w.example",
          "Quick personal loans, no credit check, apply now and get cash in minutes",
          "Congratulations you have won %n dollars, claim your prize now",
          "Lose %n pounds in one week with this secret pill",
          "%d %d %d order now discount pharmacy",
          "Contact me on WhatsApp for hacked accounts and cloned cards",
          "Visit http://%w.example for free movies and live streaming",
          "Essay writing service, 100% plagiarism free, cheap price",
          "Forex signals with %n% success, join our Telegram channel",
          "Sexy girls live cams free registration",
          "I can recover your stolen crypto, text this number +1 %n",
          "Sale sale sale!!! %n% off designer shoes, free shipping",
          "Make money fast with our affiliate program, limited offer",
          "Günstige Kredite ohne Schufa, jetzt sofort beantragen",
          "Gana dinero desde casa, %n euros al día, haz clic aquí",
          "Casino en ligne, %n tours gratuits, bonus sans dépôt",
          "Guadagna subito %n euro al giorno con il trading online",
          "CLICK HERE >>> www.%w.example <<< FREE GIFT CARD",
          "Male enhancement pills that really work, order %d today",
          "Top escort service, call now",
          "Web hosting and domain names for only $%n, best deal ever",
          "Spell caster who brings back your lost love in %n hours",
          "Download cracked software and game cheats for free");

  private static final List<String> DRUGS =
      List.of("viagra", "cialis", "xanax", "tramadol", "ozempic", "steroids", "cbd oil");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String KEYBOARD = "asdfghjklqwertyuiop";

  private final Chance chance;
  private final Faker faker;
  private final int parity;
  private final List<String> words;
  private final MarkovChain chain;

  /**
   * @param parity 0 for the sentences of training, 1 for those of evaluation
   * @param words what gibberish is made of
   */
  ProfileTexts(long seed, int parity, List<String> words) {
    this.chance = new Chance(seed);
    this.faker = new Faker(Locale.ENGLISH, new Random(seed));
    this.parity = parity;
    this.words = words;
    this.chain = new MarkovChain(words, 1);
  }

  /** What people write. */
  String ordinary() {
    return switch (chance.weighted(25, 20, 10, 45)) {
      case 0 -> faker.job().title();
      case 1 -> faker.company().name();
      case 2 -> faker.university().name();
      default -> fill(half(PEOPLE));
    };
  }

  /** Advertising. */
  String advertising() {
    return fill(half(ADVERTISING));
  }

  /** Letters without a meaning. */
  String gibberish() {
    List<String> parts = new ArrayList<>();
    int kind = chance.weighted(35, 25, 40);
    int count = chance.between(1, 5);
    for (int i = 0; i < count; i++) {
      parts.add(
          switch (kind) {
            case 0 -> chance.text(LETTERS, chance.between(4, 11));
            case 1 -> chance.text(KEYBOARD, chance.between(4, 9));
            default -> chain.word(chance, 4, 10);
          });
    }
    return String.join(" ", parts);
  }

  private String half(List<String> sentences) {
    return sentences.get(2 * chance.below(sentences.size() / 2) + parity);
  }

  private String fill(String sentence) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      char next = i + 1 < sentence.length() ? sentence.charAt(i + 1) : ' ';
      if (c == '%' && "jcfhdnw".indexOf(next) >= 0) {
        text.append(slot(next));
        i++;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private String slot(char slot) {
    return switch (slot) {
      case 'j' -> faker.job().position().toLowerCase(Locale.ROOT);
      case 'c' -> faker.address().city();
      case 'f' -> faker.company().name();
      case 'h' -> faker.hobby().activity().toLowerCase(Locale.ROOT);
      case 'd' -> chance.pick(DRUGS);
      case 'n' -> String.valueOf(10 * chance.between(2, 500));
      default -> chance.pick(words) + chance.pick(words);
    };
  }
}
