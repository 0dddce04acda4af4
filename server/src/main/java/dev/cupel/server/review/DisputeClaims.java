package dev.cupel.server.review;

import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which reviewer is at which item, so that no two read the same one for nothing. A claim ends by itself unless it is renewed, when
 * its reviewer takes up another item, and with a decision (decision 0123).
 */
@Component
class DisputeClaims {
    /** A page renews its claim every minute or so; after this its reviewer has closed it, or lost the network. */
    static final Duration LASTS = Duration.ofMinutes(3);

    private final JdbcClient sql;

    DisputeClaims(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param by whose it is, by name */
    record Claim(long item, String by, Instant until) {}

    /**
     * Claims an item, or renews the claim on it.
     *
     * @param takeOver whether also from somebody who is at it
     * @return until when it lasts
     * @throws Problem item_unknown, item_claimed
     */
    @Transactional
    Instant claim(Membership me, long item, boolean takeOver) {
        // Whoever else claims this item now waits here.
        boolean there = sql.sql("select id from item where id = ? and project_id = ? for no key update")
                .params(item, me.projectId())
                .query(Long.class)
                .optional()
                .isPresent();
        if (!there) {
            throw Problem.notFound("item_unknown", "This project has no item " + item + ".")
                    .with("item", item);
        }
        List<Claim> others = claims("c.item_id = ? and c.member_id <> ?", item, me.memberId());
        if (!others.isEmpty() && !takeOver) {
            Claim other = others.getFirst();
            throw Problem.conflict(
                            "item_claimed",
                            other.by() + " is deciding this item.",
                            "Go on with another one, or send takeOver to take it over.")
                    .with("by", other.by())
                    .with("until", other.until());
        }
        // Mine and theirs in one order: two who take over each other's item would wait crosswise.
        sql.sql("select 1 from dispute_claim where item_id = ? or member_id = ? order by member_id for update")
                .params(item, me.memberId())
                .query((row, number) -> number)
                .list();
        sql.sql("delete from dispute_claim where item_id = ? and member_id <> ?")
                .params(item, me.memberId())
                .update();
        return sql.sql("""
                insert into dispute_claim (member_id, project_id, item_id, claimed_until)
                values (?, ?, ?, clock_timestamp() + make_interval(secs => ?))
                on conflict (member_id) do update set item_id = excluded.item_id, claimed_until = excluded.claimed_until
                returning claimed_until
                """)
                .params(me.memberId(), me.projectId(), item, LASTS.toSeconds())
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }

    /** Lets go of an item; nothing happens if somebody else is at it. */
    void release(Membership me, long item) {
        sql.sql("delete from dispute_claim where item_id = ? and member_id = ?")
                .params(item, me.memberId())
                .update();
    }

    /** @return what others are at, by item */
    List<Claim> ofOthers(Membership me) {
        return claims("c.project_id = ? and c.member_id <> ?", me.projectId(), me.memberId());
    }

    private List<Claim> claims(String which, Object... values) {
        return sql.sql("""
                select c.item_id, a.display_name, c.claimed_until
                from dispute_claim c join member m on m.id = c.member_id join account a on a.id = m.account_id
                where c.claimed_until > clock_timestamp() and m.removed_at is null and
                """ + which + " order by c.item_id")
                .params(values)
                .query((row, number) -> new Claim(
                        row.getLong(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .list();
    }
}
