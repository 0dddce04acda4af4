package dev.cupel.server.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where people reach this server: what the operator said with {@code --public-url}, else the address it listens on. Never
 * what a request says: whoever sends one chooses its {@code Host}.
 */
@Component
public final class SiteAddress {
    private final String publicUrl;
    private final String bind;
    private final boolean tls;
    private final Environment environment;

    SiteAddress(
            @Value("${cupel.public-url:}") String publicUrl,
            @Value("${server.address:127.0.0.1}") String bind,
            @Value("${server.ssl.bundle:}") String bundle,
            Environment environment) {
        this.publicUrl = publicUrl;
        this.bind = bind;
        this.tls = !bundle.isEmpty();
        this.environment = environment;
    }

    /** @return scheme, host and port, without a slash at the end: what links for people start with */
    public String base() {
        return publicUrl.isEmpty() ? listening() : publicUrl;
    }

    /** @return the address on this machine, such as http://localhost:8080; known once the server listens */
    public String listening() {
        return (tls ? "https://" : "http://") + host() + ":" + environment.getProperty("local.server.port");
    }

    /** @return whether browsers reach this site by https, so that cookies must never travel without it */
    public boolean https() {
        return tls || publicUrl.startsWith("https://");
    }

    /** The same for one request, which a trusted proxy may have got by https. */
    public boolean https(HttpServletRequest request) {
        return https() || request.isSecure();
    }

    private String host() {
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
                return "localhost";
            }
        } catch (UnknownHostException e) {
            return bind;
        }
        return bind.contains(":") ? "[" + bind + "]" : bind;
    }
}
