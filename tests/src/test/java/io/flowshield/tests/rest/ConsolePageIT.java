package io.flowshield.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the administrators' page is served. What it does in a browser is {@code ConsoleIT}'s. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C10")
class ConsolePageIT {
  private static final String PAGE = "/realms/flowshield/flowshield/console";
  private static final Pattern MAIN = Pattern.compile("src=\"(console/([0-9a-f]+)/main\\.js)\"");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " frame-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Test
  void thePageIsTheSameForEverybodyAndMayDoNothingButItsWork(FlowShieldStack stack)
      throws Exception {
    HttpResponse<String> page = get(stack, PAGE);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(page.headers().allValues("Content-Security-Policy")).containsExactly(POLICY);
    assertThat(page.headers().allValues("X-Frame-Options")).containsExactly("DENY");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(page, "Strict-Transport-Security")).contains("max-age=");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-store");
    assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(get(stack, PAGE + "?admin=%22%3E%3Cscript%3E&realm=x").body())
        .as("nothing of the address gets into the page")
        .isEqualTo(page.body());
  }

  @Test
  void itsFilesAreKeptForGoodUnderAnAddressThatFollowsFromThem(FlowShieldStack stack)
      throws Exception {
    Matcher main = MAIN.matcher(get(stack, PAGE).body());
    assertThat(main.find()).isTrue();
    HttpResponse<String> script = get(stack, PAGE.replace("console", "") + main.group(1));

    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(header(script, "Content-Type"))
        .isEqualToIgnoringCase("text/javascript;charset=utf-8");
    assertThat(header(script, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(script, "Cache-Control")).contains("immutable");
    assertThat(script.body()).contains("import ");
    String version = main.group(2);
    assertThat(header(get(stack, PAGE + "/" + version + "/console.css"), "Content-Type"))
        .startsWith("text/css");
    assertThat(header(get(stack, PAGE + "/" + version + "/icon.svg"), "Content-Type"))
        .startsWith("image/svg+xml");
    for (String path :
        new String[] {
          "/0123456789abcdef/main.js",
          "/" + version + "/console.html",
          "/" + version + "/nothing.js",
          "/" + version + "/..%2FConsoleFiles.class",
          "/" + version
        }) {
      HttpResponse<String> answer = get(stack, PAGE + path);
      assertThat(answer.statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void aRealmsNameIsTextInItsPage(FlowShieldStack stack) throws Exception {
    String name = "a'b<i>" + UUID.randomUUID();
    AdminClient admin = stack.admin();
    admin.createRealm(new JsonMapper().createObjectNode().put("realm", name).toString());
    String encoded = name.replace("<", "%3C").replace(">", "%3E").replace("'", "%27");
    try {
      assertThat(get(stack, "/realms/" + encoded + "/flowshield/console").body())
          .doesNotContain("<i>")
          .contains("&lt;i&gt;");
    } finally {
      admin.ofRealm(encoded).send("DELETE", "", "");
    }
  }

  @Test
  void thereIsNoneOfARealmThatIsNotThere(FlowShieldStack stack) throws Exception {
    assertThat(get(stack, "/realms/nowhere/flowshield/console").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(FlowShieldStack stack, String path) throws Exception {
    return new Caller(stack, "", Neighbourhoods.newHome()).call("GET", path, "");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
