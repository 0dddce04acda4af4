package dev.cupel.server.mail;

import dev.cupel.server.platform.StartFailure;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The mail server that the operator names, if any. */
@Component
final class MailSettings {
    /** How the way to the mail server is protected, and the port it usually has. */
    enum Security {
        STARTTLS(587),
        TLS(465),
        NONE(25);

        final int port;

        Security(int port) {
            this.port = port;
        }
    }

    final String host;
    final int port;
    final Security security;
    final String username;
    final String password;
    final String from;

    /** @throws StartFailure if a setting is missing, cannot be used, or would send a password in the clear */
    MailSettings(
            @Value("${cupel.mail.host:}") String host,
            @Value("${cupel.mail.port:}") String port,
            @Value("${cupel.mail.security:starttls}") String security,
            @Value("${cupel.mail.username:}") String username,
            @Value("${cupel.mail.password:}") String password,
            @Value("${cupel.mail.from:}") String from) {
        this.host = host.strip();
        this.username = username.strip();
        this.password = password;
        this.from = from.strip();
        this.security = security(security);
        this.port = port.isBlank() ? this.security.port : port(port.strip());
        if (!on()) {
            if (!this.from.isEmpty() || !this.username.isEmpty() || !this.password.isEmpty()) {
                throw new StartFailure(
                        "Settings of a mail server are given, but no cupel.mail.host.",
                        "Name the mail server, such as smtp.example.org, or leave all of them out.");
            }
            return;
        }
        try {
            new InternetAddress(this.from, true);
        } catch (AddressException e) {
            throw new StartFailure(
                    this.from.isEmpty()
                            ? "cupel.mail.host is given, but no cupel.mail.from."
                            : "cupel.mail.from is not an e-mail address: " + this.from,
                    "Give the address that mails come from, such as Cupel <labels@example.org>.");
        }
        if (this.username.isEmpty() != this.password.isEmpty()) {
            throw new StartFailure(
                    "Of cupel.mail.username and cupel.mail.password only one is given.",
                    "Give both, or neither if the mail server asks for none.");
        }
        if (this.security == Security.NONE && !this.username.isEmpty() && !onThisMachine(this.host)) {
            throw new StartFailure(
                    "cupel.mail.security is none: the password would cross the network unprotected.",
                    "Use starttls or tls.");
        }
    }

    private static Security security(String given) {
        try {
            return Security.valueOf(given.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new StartFailure("cupel.mail.security is " + given + ".", "Use starttls, tls or none.");
        }
    }

    private static int port(String given) {
        try {
            int port = Integer.parseInt(given);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new StartFailure("cupel.mail.port is " + given + ".", "Use a number from 1 to 65535, or leave it out.");
    }

    private static boolean onThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean on() {
        return !host.isEmpty();
    }
}
