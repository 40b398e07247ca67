import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks the Maven distribution that lies beside this file, after comparing its SHA-256, so that a
 * build needs a JDK and nothing else. Run by mvnw and mvnw.cmd when the target folder is missing.
 *
 * <p>Usage: {@code java InstallMaven.java <zip> <expected SHA-256> <target folder>}
 */
class InstallMaven {
  public static void main(String[] args) throws Exception {
    Path zip = Path.of(args[0]);
    Path target = Path.of(args[2]).toAbsolutePath();
    String actual = sha256(zip);
    if (!actual.equals(args[1])) {
      System.err.println("mvnw: " + zip + " has SHA-256 " + actual + ", expected " + args[1]);
      System.exit(1);
    }
    Files.createDirectories(target.getParent());
    // Unpacked aside and renamed, so that an interrupted or a parallel run never leaves half a Maven.
    Path unpacked = Files.createTempDirectory(target.getParent(), "unpacking-");
    unzip(zip, unpacked);
    try {
      Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      } // another build was faster
    }
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Unpacks without the zip's top folder; Maven's launch scripts become executable. */
  private static void unzip(Path zip, Path target) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path file = target.resolve(name).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
          if (file.getParent().endsWith("bin")) {
            file.toFile().setExecutable(true);
          }
        }
      }
    }
  }
}
