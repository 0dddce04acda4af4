package dev.cupel.server.identity;

import dev.cupel.server.platform.web.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Slows guessing without locking anybody out: each wrong password doubles the wait for the next attempt on the same
 * account from the same network. An attempt is counted before its password is looked at, so that many at once gain
 * nothing; one that comes too early is refused uncounted, so that the time named in {@code Retry-After} holds.
 *
 * <p>Trying many accounts from one network is slowed as well, except for accounts that have signed in from there before.
 * An account has no limit over all networks: whoever guesses from elsewhere does not keep its owner out.
 */
@Component
class SignInLimit {
    /**
     * @param free wrong attempts that cost no time
     * @param longest wait, seconds
     * @param forgotten how long after the last attempt the count starts again
     */
    private record Rule(int free, long longest, Duration forgotten) {
        /** @return seconds to wait after so many failures: 0, then 1, 2, 4 and so on */
        long delay(int failures) {
            return failures < free ? 0 : Math.min(longest, 1L << Math.min(30, failures - free));
        }
    }

    private static final Rule PAIR = new Rule(5, 300, Duration.ofDays(1));
    private static final Rule NETWORK = new Rule(50, 60, Duration.ofMinutes(15));

    private record Bucket(int failures, double quietSeconds, double waitSeconds, boolean known) {}

    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    SignInLimit(JdbcClient sql, TransactionTemplate transaction) {
        this.sql = sql;
        this.transaction = transaction;
    }

    /** An attempt that was counted as a failure until it is said to be none. */
    final class Attempt {
        private final String pair;
        private final @Nullable String network;

        private Attempt(String pair, @Nullable String network) {
            this.pair = pair;
            this.network = network;
        }

        void succeeded() {
            sql.sql("""
                    update sign_in_attempt set failures = 0, not_before = clock_timestamp(), succeeded_at = clock_timestamp()
                    where bucket = ?
                    """).param(pair).update();
            if (network != null) {
                sql.sql("""
                        update sign_in_attempt set failures = greatest(failures - 1, 0), not_before = clock_timestamp()
                        where bucket = ?
                        """).param(network).update();
            }
        }
    }

    /**
     * Counts an attempt.
     *
     * @param account what was given as the account, known or not
     * @param address IP address of the caller
     * @throws Problem too_many_attempts with the true time to wait
     */
    Attempt begin(String account, String address) {
        String network = network(address);
        String pairKey = key("pair", account.toLowerCase(Locale.ROOT) + "\n" + network);
        String networkKey = key("network", network);
        Attempt attempt = transaction.execute(status -> {
            Bucket pair = locked(pairKey);
            double wait = pair.waitSeconds();
            if (!pair.known()) {
                Bucket all = locked(networkKey);
                wait = Math.max(wait, all.waitSeconds());
                if (wait <= 0) {
                    count(networkKey, all, NETWORK);
                }
            }
            if (wait > 0) {
                throw tooMany((long) Math.ceil(wait));
            }
            count(pairKey, pair, PAIR);
            forgetOldOnes();
            return new Attempt(pairKey, pair.known() ? null : networkKey);
        });
        if (attempt == null) {
            throw new IllegalStateException("a transaction returned nothing");
        }
        return attempt;
    }

    private Bucket locked(String key) {
        return sql.sql("""
                insert into sign_in_attempt (bucket) values (?)
                on conflict (bucket) do update set bucket = excluded.bucket
                returning failures, extract(epoch from clock_timestamp() - last_at)::float8 as quiet_seconds,
                    extract(epoch from not_before - clock_timestamp())::float8 as wait_seconds,
                    coalesce(succeeded_at > now() - interval '90 days', false) as known
                """).param(key).query(Bucket.class).single();
    }

    private void forgetOldOnes() {
        sql.sql("""
                delete from sign_in_attempt where bucket in (
                    select bucket from sign_in_attempt
                    where last_at < now() - interval '1 day'
                      and (succeeded_at is null or succeeded_at < now() - interval '90 days')
                    order by last_at limit 100 for update skip locked)
                """).update();
    }

    private void count(String key, Bucket before, Rule rule) {
        int failures = before.quietSeconds() > rule.forgotten().toSeconds() ? 1 : before.failures() + 1;
        sql.sql("""
                update sign_in_attempt set failures = ?, last_at = clock_timestamp(),
                    not_before = clock_timestamp() + make_interval(secs => ?) where bucket = ?
                """).params(failures, rule.delay(failures), key).update();
    }

    private static Problem tooMany(long seconds) {
        return Problem.of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "too_many_attempts",
                        "There were too many attempts from here.",
                        "Try again in " + seconds + " s.")
                .with("seconds", seconds)
                .retryAfter(Duration.ofSeconds(seconds));
    }

    /** Neither addresses nor what somebody typed as an account are kept: it may be a password. */
    private static String key(String kind, String value) {
        return kind + ":" + HexFormat.of().formatHex(Secret.hash(value));
    }

    /** A home or an office has one IPv4 address, or 2^64 of IPv6. */
    private static String network(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
