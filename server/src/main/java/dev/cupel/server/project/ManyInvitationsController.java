package dev.cupel.server.project;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Invites all people of a list, each with a link of their own, or none of them. */
@RestController
@RequestMapping("/api/v1/projects/{project}/invitations/list")
final class ManyInvitationsController {
    /**
     * @param list a line for each person: address or name, then the role, if it is another one than {@code role}
     * @param expiresInDays 1 to 365; 7 if it is left out
     */
    record InvitedList(
            @Length(max = 200_000) String list,
            Role role,
            @Nullable Integer expiresInDays) {}

    /** @param url opens once; it is told only here */
    record PersonalInvitation(String who, Role role, String url, Instant expiresAt) {}

    record PersonalInvitations(List<PersonalInvitation> invitations) {}

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final InvitationLinks links;

    ManyInvitationsController(JdbcClient sql, TransactionTemplate transaction, InvitationLinks links) {
        this.sql = sql;
        this.transaction = transaction;
        this.links = links;
    }

    /** Whoever has an open invitation or is a member already is named with their line: the same list again invites nobody twice. */
    @Access(Level.MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    PersonalInvitations invite(Membership me, @RequestBody InvitedList body) {
        int days = InvitationLinks.days(body.expiresInDays());
        InvitationList list = InvitationList.read(body.list(), body.role(), me.role() == Role.OWNER);
        List<PersonalInvitation> made = transaction.execute(status -> {
            // Two lists of one person that come at once: the later one sees whom the earlier one invited.
            sql.sql("select id from member where id = ? for update")
                    .param(me.memberId())
                    .query(Long.class)
                    .list();
            List<Problem.Detail> problems = new ArrayList<>(list.problems());
            problems.addAll(known(me.projectId(), list));
            if (!problems.isEmpty()) {
                throw Problem.invalid(
                        "invitations_invalid", "Nobody was invited: the list has problems.", List.copyOf(problems));
            }
            return list.invited().stream().map(one -> make(me, one, days)).toList();
        });
        if (made == null) {
            throw new IllegalStateException("a transaction returned nothing");
        }
        return new PersonalInvitations(made);
    }

    private List<Problem.Detail> known(long project, InvitationList list) {
        Map<String, String> known = new HashMap<>();
        sql.sql("""
                select lower(i.note) as who, null as role from invitation i
                where i.project_id = :p and i.revoked_at is null and i.expires_at > now() and i.uses < i.max_uses and i.note is not null
                union all
                select a.email, m.role from member m join account a on a.id = m.account_id
                where m.project_id = :p and m.removed_at is null and a.email is not null
                """).param("p", project).query(row -> {
            String role = row.getString("role");
            known.put(
                    row.getString("who").toLowerCase(Locale.ROOT),
                    role == null ? "has an open invitation already" : "is a member already (" + role + ")");
        });
        return list.invited().stream()
                .filter(one -> known.containsKey(one.key()))
                .map(one -> new Problem.Detail(
                        "line " + one.line(),
                        "'" + one.who() + "' " + known.get(one.key()),
                        "leave the line out, or revoke the open invitation first"))
                .toList();
    }

    private PersonalInvitation make(Membership me, InvitationList.Invited one, int days) {
        InvitationLinks.Link link = links.make(me, one.role(), one.who(), days, 1);
        return new PersonalInvitation(one.who(), one.role(), link.url(), link.expiresAt());
    }
}
