package dev.cupel.server.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Hands letters to the operator's mail server, one at a time. */
@Component
final class Smtp {
    private static final String CONNECT_MS = "10000";
    private static final String ANSWER_MS = "20000";

    /** That a letter was not taken. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** Whether the same letter would be refused again: it is the address that is wrong. */
        final boolean forGood;

        final String said;

        Refused(String message, boolean forGood) {
            super(message);
            this.said = message;
            this.forGood = forGood;
        }
    }

    private final MailSettings settings;
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    Smtp(MailSettings settings) {
        this.settings = settings;
        sender.setHost(settings.host);
        sender.setPort(settings.port);
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        Properties properties = sender.getJavaMailProperties();
        properties.put("mail.smtp.connectiontimeout", CONNECT_MS);
        properties.put("mail.smtp.timeout", ANSWER_MS);
        properties.put("mail.smtp.writetimeout", ANSWER_MS);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // Addresses with letters beyond ASCII, where the mail server offers to take them (RFC 6531).
        properties.put("mail.mime.allowutf8", "true");
        switch (settings.security) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> {}
        }
        if (!settings.username.isEmpty()) {
            properties.put("mail.smtp.auth", "true");
            sender.setUsername(settings.username);
            sender.setPassword(settings.password);
        }
    }

    /** @throws Refused with what the mail server said, or why there was no talking to it */
    void send(Letter letter) throws Refused {
        try {
            MimeMessage message = sender.createMimeMessage();
            message.setFrom(new InternetAddress(settings.from, true));
            message.setRecipient(MimeMessage.RecipientType.TO, address(letter.to()));
            message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
            message.setText(letter.text(), StandardCharsets.UTF_8.name());
            // RFC 3834: nobody's out-of-office notice answers it.
            message.setHeader("Auto-Submitted", "auto-generated");
            sender.send(message);
        } catch (AddressException e) {
            throw new Refused("The address cannot be used in a mail.", true);
        } catch (MessagingException e) {
            throw new Refused(words(e), false);
        } catch (MailException e) {
            throw new Refused(words(cause(e)), refusedForGood(cause(e)));
        }
    }

    /** Names of hosts go over the wire in ASCII (RFC 5890), also where people write them in their own script. */
    private static InternetAddress address(String written) throws AddressException {
        int at = written.lastIndexOf('@');
        try {
            return new InternetAddress(written.substring(0, at + 1) + IDN.toASCII(written.substring(at + 1)), true);
        } catch (IllegalArgumentException e) {
            throw new AddressException(e.getMessage());
        }
    }

    private static Throwable cause(MailException e) {
        if (e instanceof MailSendException failed && failed.getMessageExceptions().length > 0) {
            return failed.getMessageExceptions()[0];
        }
        return e.getCause() == null ? e : e.getCause();
    }

    /** A 5xx about this address; one about the sender or the connection holds for all and may be mended by the operator. */
    private static boolean refusedForGood(Throwable failure) {
        for (Throwable each = failure; each != null; each = next(each)) {
            if (each instanceof SMTPSenderFailedException) {
                return false;
            }
            if (each instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode() >= 500;
            }
        }
        return false;
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof MessagingException chained ? chained.getNextException() : failure.getCause();
    }

    /** The innermost message: the outer ones say no more than that sending failed. */
    private static String words(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable each = failure; each != null; each = next(each)) {
            if (!(each instanceof SendFailedException) || each instanceof SMTPAddressFailedException) {
                deepest = each;
            }
        }
        String message = deepest.getMessage();
        String words = (message == null || message.isBlank()
                        ? deepest.getClass().getSimpleName()
                        : message)
                .replaceAll("\\s+", " ")
                .strip();
        return words.length() > 500 ? words.substring(0, 500) : words;
    }
}
