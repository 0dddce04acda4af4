package dev.cupel.server.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.cupel.server.platform.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * What a password has to be, and how one is checked; the same wherever somebody chooses or gives one.
 *
 * <p>The hash (bcrypt) reads {@value #LONGEST} bytes: longer ones are refused before anything else is done with them, so
 * that the time of an answer tells nothing. How easily one is guessed is estimated by zxcvbn (Wheeler, USENIX Security
 * 2016): scores from 0 to 4, of which {@value #LOWEST_SCORE} stands for at least 10^8 guesses.
 */
@Component
final class Passwords {
    static final int SHORTEST = 10;
    static final int LONGEST = 72;
    static final int LOWEST_SCORE = 3;

    /** Why a password is refused; the page has words for each. */
    enum Fault {
        TOO_SHORT,
        TOO_LONG,
        TOO_WEAK;

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its word lists are large: read when the first password is chosen. */
    private static final class Estimator {
        static final Zxcvbn ZXCVBN = new Zxcvbn();
    }

    /** What is compared where there is no account, by the same code and at the same cost. */
    static final String NOBODYS = "$2a$11$7EqJtq98hPqEX7fNZaFWoOhi5JXGQJ0Y7BN9M0H3Zs2pJkYl8fW2y";

    private final PasswordEncoder encoder = new BCryptPasswordEncoder(11);

    /** @param about what others know of the person, such as name and address: bad parts of a password */
    Optional<Fault> fault(String password, List<String> about) {
        int bytes = bytes(password);
        if (bytes < SHORTEST) {
            return Optional.of(Fault.TOO_SHORT);
        }
        if (bytes > LONGEST) {
            return Optional.of(Fault.TOO_LONG);
        }
        List<String> known = about.stream()
                .flatMap(one -> Stream.concat(Stream.of(one), Arrays.stream(one.split("[@.\\s]+"))))
                .filter(one -> one.length() > 2 && one.length() < 100)
                // zxcvbn compares them with the password in small letters
                .map(one -> one.toLowerCase(Locale.ROOT))
                .limit(20)
                .toList();
        int score = Estimator.ZXCVBN.measure(password, known).getScore();
        return score < LOWEST_SCORE ? Optional.of(Fault.TOO_WEAK) : Optional.empty();
    }

    void check(String where, String password, List<String> about, List<Problem.Detail> problems) {
        fault(password, about)
                .map(fault -> switch (fault) {
                    case TOO_SHORT, TOO_LONG ->
                        new Problem.Detail(
                                where,
                                "the password has " + bytes(password) + " bytes",
                                "use " + SHORTEST + " to " + LONGEST + "; three or four random words do well");
                    case TOO_WEAK ->
                        new Problem.Detail(
                                where,
                                "the password is easily guessed",
                                "use three or four random words; avoid names, dates, and well-known passwords");
                })
                .ifPresent(problems::add);
    }

    /** @throws Problem password_too_long: to be asked before anything else is done */
    static void requireReadable(String where, @Nullable String password) {
        if (password != null && bytes(password) > LONGEST) {
            throw Problem.invalid(
                            "password_too_long",
                            where,
                            "passwords have at most " + LONGEST + " bytes",
                            "use a shorter one")
                    .with("longest", LONGEST);
        }
    }

    String hash(String password) {
        return encoder.encode(password);
    }

    /** @param hash of the account; null if there is no such account, which takes as long and is never right */
    boolean matches(String password, @Nullable String hash) {
        requireReadable("password", password);
        boolean same = encoder.matches(password, hash == null ? NOBODYS : hash);
        return same && hash != null;
    }

    private static int bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }
}
