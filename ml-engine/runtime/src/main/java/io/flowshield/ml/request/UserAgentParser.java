package io.flowshield.ml.request;

import io.flowshield.ml.request.UserAgent.DeviceClass;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Parses User-Agent headers with the rules of the ua-parser project. Reads at most 400 characters,
 * remembers the 1,000 headers used last. Thread-safe. Building one takes some 100 ms: build one and
 * keep it.
 */
public final class UserAgentParser {
  private static final int MAX_LENGTH = 400;
  private static final int MAX_REMEMBERED = 1_000;
  private static final UserAgent NONE = new UserAgent(DeviceClass.UNKNOWN, "", "", "");

  /** Libraries, command-line tools and driven browsers, by how they name themselves. */
  private static final Pattern AUTOMATION =
      Pattern.compile(
          "curl/|wget/|libcurl|libwww|lwp::|python|aiohttp|httpx|go-http-client|java-http-client"
              + "|\\bjava/|apache-httpclient|okhttp|axios|node-fetch|undici|got \\(|guzzle|ruby"
              + "|scrapy|postman|insomnia|httpie|headless|phantomjs|selenium|puppeteer|playwright"
              + "|crawler|spider|bot/|bot;|bot\\)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DESKTOP_SYSTEM =
      Pattern.compile(
          "(Windows(?! Phone| Mobile| CE)|Mac OS X|Linux|Ubuntu|Debian|Fedora|Red Hat|SUSE"
              + "|Gentoo|Arch|Mint|FreeBSD|OpenBSD|NetBSD|Solaris|Chrome OS).*");

  private final Parser parser = new Parser();
  private final Map<String, UserAgent> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UserAgent> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** The parsed header; all fields empty when it is missing or says nothing. */
  public UserAgent parse(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return NONE;
    }
    String text = header.substring(0, Math.min(header.length(), MAX_LENGTH));
    synchronized (remembered) {
      UserAgent known = remembered.get(text);
      if (known != null) {
        return known;
      }
    }
    UserAgent parsed = read(text);
    synchronized (remembered) {
      remembered.put(text, parsed);
    }
    return parsed;
  }

  private UserAgent read(String text) {
    Client client = parser.parse(text);
    String os = name(client.os.family, client.os.major);
    String browser = name(client.userAgent.family, null);
    return new UserAgent(
        deviceClass(text, client, os),
        os,
        browser,
        browser.isEmpty() ? "" : name(browser, client.userAgent.major));
  }

  private static DeviceClass deviceClass(String text, Client client, String os) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (AUTOMATION.matcher(text).find() || "Spider".equals(client.device.family)) {
      return DeviceClass.AUTOMATION;
    }
    if (lower.contains("ipad") || lower.contains("tablet")) {
      return DeviceClass.TABLET;
    }
    if (lower.contains("android")) {
      return lower.contains("mobile") ? DeviceClass.MOBILE : DeviceClass.TABLET;
    }
    if (os.startsWith("iOS") || lower.contains("iphone") || lower.contains("mobile")) {
      return DeviceClass.MOBILE;
    }
    return DESKTOP_SYSTEM.matcher(os).matches() ? DeviceClass.DESKTOP : DeviceClass.UNKNOWN;
  }

  private static String name(@Nullable String family, @Nullable String major) {
    if (family == null || family.equals("Other")) {
      return "";
    }
    return major == null ? family : family + " " + major;
  }
}
