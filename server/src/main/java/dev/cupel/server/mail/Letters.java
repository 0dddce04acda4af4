package dev.cupel.server.mail;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes mails of one kind, at the moment they are sent; a room above has one for each kind that it asks for. */
public interface Letters {
    /**
     * A mail that somebody asked for.
     *
     * @param address where it goes
     * @param about what it is about; each kind knows what that is
     */
    record Asked(String address, @Nullable UUID about) {}

    /** @return the name under which such mails are asked for */
    String kind();

    /**
     * Writes one; it may be called again for the same mail if sending failed.
     *
     * @return empty if there is no reason any more to send it
     */
    Optional<Letter> write(Asked asked);
}
