package io.flowshield.ml.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.request.UserAgent.DeviceClass;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentParserTest {
  private static final UserAgentParser PARSER = new UserAgentParser();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
            + "|DESKTOP|Windows 10|Firefox|Firefox 128",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
            + " Safari/537.36|DESKTOP|Linux|Chrome|Chrome 126",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
            + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
            + "|MOBILE|iOS 17|Mobile Safari|Mobile Safari 17",
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            + " Version/16.6 Mobile/15E148 Safari/604.1|TABLET|iOS 16|Mobile Safari"
            + "|Mobile Safari 16",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/126.0.0.0 Mobile Safari/537.36"
            + "|MOBILE|Android 14|Chrome Mobile|Chrome Mobile 126"
      })
  void readsBrowsers(String header, DeviceClass device, String os, String browser, String version) {
    assertThat(PARSER.parse(header)).isEqualTo(new UserAgent(device, os, browser, version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl/8.5.0",
        "python-requests/2.32.0",
        "Go-http-client/1.1",
        "Java-http-client/17.0.15",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " HeadlessChrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
      })
  void knowsPrograms(String header) {
    assertThat(PARSER.parse(header).deviceClass()).isEqualTo(DeviceClass.AUTOMATION);
  }

  @Test
  void nothingIsUnknown() {
    assertThat(PARSER.parse(null).deviceClass()).isEqualTo(DeviceClass.UNKNOWN);
    assertThat(PARSER.parse(" ").browser()).isEmpty();
    assertThat(PARSER.parse("zzz").deviceClass()).isEqualTo(DeviceClass.UNKNOWN);
  }

  @Test
  void readsTheBeginningOfAHugeHeaderOnly() {
    String huge = "Mozilla/5.0 (" + "a ".repeat(5_000_000);
    assertThat(PARSER.parse(huge)).isNotNull();
  }

  @Property(tries = 200)
  void noTextEverThrows(@ForAll String text) {
    assertThat(PARSER.parse(text)).isNotNull();
  }
}
