package dev.cupel.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Signs a freshly made account in: for rooms that make accounts, such as by invitation. */
@Component
public class SignedIn {
    private final Credentials credentials;

    SignedIn(Credentials credentials) {
        this.credentials = credentials;
    }

    public void open(UUID account, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.write(request, response, credentials.openSession(account));
    }
}
