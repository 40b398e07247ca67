package io.flowshield.demo;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An SMTP server that keeps what it is given; it can be stopped and started on the same port. */
public final class MailCatcher implements AutoCloseable {
  /**
   * A mail.
   *
   * @param to its first recipient
   * @param subject decoded
   * @param text its plain text
   */
  public record Mail(String to, String subject, String text) {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");
    private static final Pattern CODE = Pattern.compile("(?<![\\w.:/-])\\d{6,8}(?![\\w.:/-])");

    /** The first link in it. */
    public Optional<URI> link() {
      Matcher matcher = LINK.matcher(text);
      return matcher.find() ? Optional.of(URI.create(matcher.group())) : Optional.empty();
    }

    /** The one-time code in it. */
    public Optional<String> code() {
      Matcher matcher = CODE.matcher(text);
      return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
  }

  private final Listening listening;
  private final int port;
  private final List<Mail> earlier = new ArrayList<>();
  private @Nullable GreenMail server;

  MailCatcher(Listening listening, int port) {
    this.listening = listening;
    this.port = port;
    start();
  }

  /** The SMTP port. */
  public int port() {
    return port;
  }

  /** Listens again. */
  public synchronized void start() {
    ServerSetup setup = new ServerSetup(port, listening.address(), ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(Duration.ofSeconds(20).toMillis());
    GreenMail starting = new GreenMail(setup);
    starting.start();
    server = starting;
  }

  /** Stops listening; what arrived is kept. */
  public synchronized void stop() {
    if (server != null) {
      earlier.addAll(received(server));
      server.stop();
      server = null;
    }
  }

  /** All mails since the beginning, oldest first. */
  public synchronized List<Mail> mails() {
    List<Mail> all = new ArrayList<>(earlier);
    if (server != null) {
      all.addAll(received(server));
    }
    return all;
  }

  /** Those to one address. */
  public List<Mail> mailsTo(String address) {
    return mails().stream().filter(mail -> mail.to().equalsIgnoreCase(address)).toList();
  }

  /** Removes the mails to one address from its mailbox, for tests of tests. */
  public synchronized void forget(String address) {
    earlier.removeIf(mail -> mail.to().equalsIgnoreCase(address));
    if (server != null) {
      GreenMailUser user = server.getUserManager().getUserByEmail(address);
      if (user != null) {
        inbox(server, user).deleteAllMessages();
      }
    }
  }

  private static MailFolder inbox(GreenMail server, GreenMailUser user) {
    try {
      return server.getManagers().getImapHostManager().getInbox(user);
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits for a mail.
   *
   * @param number how many mails the address must have got; the latest of them is returned
   */
  public Mail await(String address, int number, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      List<Mail> mails = mailsTo(address);
      if (mails.size() >= number) {
        return mails.get(number - 1);
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%s got %d mails, not %d, within %s".formatted(address, mails.size(), number, limit));
      }
      Thread.sleep(200);
    }
  }

  private static List<Mail> received(GreenMail server) {
    List<Mail> mails = new ArrayList<>();
    try {
      for (MimeMessage message : server.getReceivedMessages()) {
        mails.add(
            new Mail(
                message.getRecipients(Message.RecipientType.TO)[0].toString(),
                String.valueOf(message.getSubject()),
                text(message.getContent())));
      }
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException(e);
    }
    return mails;
  }

  private static String text(Object content) throws MessagingException, IOException {
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart part = parts.getBodyPart(i);
        if (part.isMimeType("text/plain") || part.getContent() instanceof Multipart) {
          return text(part.getContent());
        }
      }
      return parts.getCount() == 0 ? "" : String.valueOf(parts.getBodyPart(0).getContent());
    }
    return String.valueOf(content);
  }

  @Override
  public void close() {
    stop();
  }
}
