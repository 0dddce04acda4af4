package dev.cupel.server.identity;

import dev.cupel.server.platform.web.SiteAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Opens and closes the session of a browser; also for rooms that make accounts, such as by invitation. */
@Component
public class SignedIn {
    private final Credentials credentials;
    private final SiteAddress site;

    SignedIn(Credentials credentials, SiteAddress site) {
        this.credentials = credentials;
        this.site = site;
    }

    public void open(UUID account, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.write(site.https(request), response, credentials.openSession(account));
    }

    void close(HttpServletRequest request, HttpServletResponse response) {
        String secret = SessionCookie.read(request);
        if (secret != null) {
            credentials.closeSession(secret);
        }
        SessionCookie.clear(site.https(request), response);
    }
}
