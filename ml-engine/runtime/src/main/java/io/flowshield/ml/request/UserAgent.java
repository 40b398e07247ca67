package io.flowshield.ml.request;

/**
 * A parsed user agent, from the general to the particular (Freeman et al., NDSS 2016, section V).
 *
 * @param deviceClass coarse class of device
 * @param os family and major version of the operating system, for example {@code Windows 10}
 * @param browser family of the browser, for example {@code Firefox}
 * @param browserVersion family and major version, for example {@code Firefox 128}
 */
public record UserAgent(DeviceClass deviceClass, String os, String browser, String browserVersion) {

  /** Coarse class of device. */
  public enum DeviceClass {
    DESKTOP,
    MOBILE,
    TABLET,
    /** A program without a person: curl, a library, a crawler. */
    AUTOMATION,
    UNKNOWN
  }
}
