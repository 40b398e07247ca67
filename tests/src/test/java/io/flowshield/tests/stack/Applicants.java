package io.flowshield.tests.stack;

import io.flowshield.demo.Visitor;
import java.util.UUID;

/** People who do not exist yet. */
public final class Applicants {
  /** The password of each. */
  public static final String PASSWORD = "correct-horse-7-battery";

  private Applicants() {}

  /** Somebody whose user name begins with a given word. */
  public static Visitor.Applicant named(String word) {
    return called(word + "-" + UUID.randomUUID().toString().substring(0, 8));
  }

  /** Somebody whose address looks like another's: the same letters, other digits. */
  public static Visitor.Applicant like(Visitor.Applicant other) {
    return called(other.username() + ".1");
  }

  private static Visitor.Applicant called(String username) {
    return new Visitor.Applicant(username, username + "@example.org", "Maria", "Weber", PASSWORD);
  }
}
