package io.flowshield.ml.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C5")
class DomainTyposTest {

  @Test
  void oneSlipIsUnderstood() {
    String[][] slips = {
      {"gmial.com", "gmail.com"},
      {"gmai.com", "gmail.com"},
      {"gmaill.com", "gmail.com"},
      {"GMAUL.com.", "gmail.com"},
      {"gmail.con", "gmail.com"},
      {"gmailcom", "gmail.com"},
      {"hotmial.co.uk", "hotmail.co.uk"},
      {"outlok.de", "outlook.de"},
      {"t-onlin.de", "t-online.de"}
    };
    for (String[] slip : slips) {
      assertThat(DomainTypos.meant(slip[0])).as(slip[0]).hasValue(slip[1]);
    }
  }

  @Test
  void realDomainsAreLeftAlone() {
    for (String domain :
        new String[] {
          "gmail.com",
          "ymail.com",
          "mail.com",
          "email.com",
          "yahoo.se",
          "yahoo.ca",
          "gmx.de",
          "gmx.at",
          "web.de",
          "hotmail.be",
          "example.org",
          "live.com",
          "love.com",
          "a.b",
          "",
          ".",
          "com",
          "gmail",
          "xn--",
          "gmail.com.evil.example"
        }) {
      assertThat(DomainTypos.meant(domain)).as(domain).isEmpty();
    }
  }
}
