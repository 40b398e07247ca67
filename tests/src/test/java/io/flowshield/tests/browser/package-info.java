/**
 * What people see, in an installed Chromium. Where there is none, {@link
 * io.flowshield.tests.browser.ChromiumExtension} skips every test here.
 */
package io.flowshield.tests.browser;
