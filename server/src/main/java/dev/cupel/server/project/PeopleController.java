package dev.cupel.server.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.identity.Accounts;
import dev.cupel.server.identity.Credentials;
import dev.cupel.server.identity.ProviderSignIn;
import dev.cupel.server.identity.Secret;
import dev.cupel.server.identity.SignedIn;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.AccessRules;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who works in a project, and how they get in: by a link that names a role. */
@RestController
@RequestMapping("/api/v1")
final class PeopleController {
    /** @param imported whether a file named them and nobody here is: they answer, and never come in */
    record MemberView(
            long memberId,
            UUID accountId,
            String displayName,
            @Nullable String email,
            String kind,
            boolean disabled,
            boolean imported,
            Role role,
            Instant joinedAt,
            @Nullable Instant removedAt,
            @Nullable Instant pausedAt,
            List<String> skills,
            MemberLimits limits,
            long answers) {}

    /**
     * How much a member is handed out at most. What is on their screen when a limit is reached they may still answer.
     *
     * @param items answered in the whole project; absent for as many as there are
     * @param minutesPerDay of active time, each day in UTC; absent for no limit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberLimits(
            @Nullable @Range(min = 1, max = 1_000_000) Integer items,
            @Nullable @Range(min = 1, max = 1440) Integer minutesPerDay) {}

    /** @param countedAt when the answers were counted; where there are many, they are not counted each time */
    record Members(List<MemberView> members, Instant countedAt) {}

    /**
     * What is left out stays as it is.
     *
     * @param paused whether they are handed nothing new; what is on their screen they may still answer
     * @param limits that hold from now on, all of them: one that is left out in here is taken away
     */
    record MemberChange(
            @Nullable Role role,
            @Nullable Boolean paused,
            @Nullable MemberLimits limits) {}

    record NewInvitation(
            Role role,
            @Nullable @Length(max = 1000) String note,
            @Nullable Integer expiresInDays,
            @Nullable Integer maxUses) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Invitation(
            UUID id,
            Role role,
            @Nullable String note,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            int uses,
            int maxUses,
            @Nullable String url) {}

    record Invitations(List<Invitation> invitations) {}

    record InvitationPreview(String projectName, Role role, String invitedBy, Instant expiresAt) {}

    record Acceptance(
            @Nullable String email,
            @Nullable String displayName,
            @Nullable String password) {}

    record Joined(String projectKey) {}

    /** @param reuse whether an annotator of this name goes on, with a new token, rather than a new one begins */
    record NewSimulated(String displayName, @Nullable Boolean reuse) {}

    record SimulatedAnnotator(long memberId, String token) {}

    private record OpenInvitation(
            UUID id,
            long projectId,
            String projectKey,
            String projectName,
            String role,
            String invitedBy,
            Instant expiresAt,
            java.sql.Timestamp createdAt,
            boolean over) {}

    /** Whoever loses the right to invite takes their open links along. */
    private static final String MAKER_MAY_INVITE = """
            exists (select 1 from member c join account ca on ca.id = c.account_id
                    where c.project_id = i.project_id and c.account_id = i.created_by and c.removed_at is null
                      and ca.disabled_at is null and (c.role = 'owner' or (c.role = 'manager' and i.role <> 'owner')))
            """;

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Accounts accounts;
    private final Credentials credentials;
    private final SignedIn signedIn;
    private final ProviderSignIn providerSignIn;
    private final ProjectGate gate;
    private final Tallies tallies;
    private final InvitationLinks links;

    PeopleController(
            JdbcClient sql,
            TransactionTemplate transaction,
            Accounts accounts,
            Credentials credentials,
            SignedIn signedIn,
            ProviderSignIn providerSignIn,
            ProjectGate gate,
            Tallies tallies,
            InvitationLinks links) {
        this.links = links;
        this.tallies = tallies;
        this.sql = sql;
        this.transaction = transaction;
        this.accounts = accounts;
        this.credentials = credentials;
        this.signedIn = signedIn;
        this.providerSignIn = providerSignIn;
        this.gate = gate;
    }

    @Access(Level.REVIEWER)
    @GetMapping("/projects/{project}/members")
    Members members(Membership me) {
        boolean emails = me.role().compareTo(Role.MANAGER) >= 0;
        Tally tally = tallies.of(me.projectId());
        return new Members(
                sql.sql("""
                select m.id, m.account_id, a.display_name, a.email, a.kind, a.disabled_at is not null as disabled, a.imported, m.role,
                    m.joined_at, m.removed_at, m.paused_at, m.skills,
                    m.most_items, m.most_minutes
                from member m join account a on a.id = m.account_id
                where m.project_id = ? order by m.removed_at is not null, m.id
                """)
                        .param(me.projectId())
                        .query((row, number) -> new MemberView(
                                row.getLong("id"),
                                row.getObject("account_id", UUID.class),
                                row.getString("display_name"),
                                emails ? row.getString("email") : null,
                                row.getString("kind"),
                                row.getBoolean("disabled"),
                                row.getBoolean("imported"),
                                Role.of(row.getString("role")),
                                row.getTimestamp("joined_at").toInstant(),
                                row.getTimestamp("removed_at") == null
                                        ? null
                                        : row.getTimestamp("removed_at").toInstant(),
                                row.getTimestamp("paused_at") == null
                                        ? null
                                        : row.getTimestamp("paused_at").toInstant(),
                                List.of((String[]) row.getArray("skills").getArray()),
                                new MemberLimits(
                                        row.getObject("most_items", Integer.class),
                                        row.getObject("most_minutes", Integer.class)),
                                tally.answersBy(row.getLong("id"))))
                        .list(),
                tally.countedAt());
    }

    @Access(Level.MANAGER)
    @PatchMapping("/projects/{project}/members/{member}")
    Members change(Membership me, @PathVariable long member, @RequestBody MemberChange change) {
        transaction.executeWithoutResult(status -> {
            Role now = lockedRole(me, member);
            Role role = change.role() == null ? now : change.role();
            onlyOwnersMakeOwners(me, now, role);
            if (change.role() != null) {
                changeRole(me, member, now, role);
            }
            if (change.paused() != null) {
                sql.sql("update member set paused_at = case when ? then coalesce(paused_at, now()) end where id = ?")
                        .params(change.paused(), member)
                        .update();
            }
            if (change.limits() != null) {
                sql.sql("update member set most_items = :items, most_minutes = :minutes where id = :member")
                        .param("items", change.limits().items())
                        .param("minutes", change.limits().minutesPerDay())
                        .param("member", member)
                        .update();
            }
        });
        gate.forget();
        return members(me);
    }

    @Access(value = Level.MANAGER, inArchived = true)
    @DeleteMapping("/projects/{project}/members/{member}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Membership me, @PathVariable long member) {
        transaction.executeWithoutResult(status -> {
            Role now = lockedRole(me, member);
            onlyOwnersMakeOwners(me, now, Role.LABELER);
            if (now == Role.OWNER) {
                keepOneOwner(me, member);
            }
            sql.sql("update member set removed_at = now() where id = ? and removed_at is null")
                    .param(member)
                    .update();
        });
        gate.forget();
    }

    private void changeRole(Membership me, long member, Role now, Role role) {
        if (role != Role.LABELER) {
            refuseImported(member);
        }
        if (now == Role.OWNER && role != Role.OWNER) {
            keepOneOwner(me, member);
        }
        sql.sql("update member set role = ?, role_given_at = now(), removed_at = null where id = ?")
                .params(role.json(), member)
                .update();
    }

    private Role lockedRole(Membership me, long member) {
        return sql.sql("select role from member where id = ? and project_id = ? for update")
                .params(member, me.projectId())
                .query(String.class)
                .optional()
                .map(Role::of)
                .orElseThrow(() -> Problem.notFound("member_unknown", "This project has no such member."));
    }

    /** Nobody comes in as them: an owner of this kind would leave a project without one. */
    private void refuseImported(long member) {
        boolean imported = sql.sql(
                        "select a.imported from member m join account a on a.id = m.account_id where m.id = ?")
                .param(member)
                .query(Boolean.class)
                .single();
        if (imported) {
            throw Problem.conflict(
                    "member_imported",
                    "The answers of this annotator came with a file; nobody signs in as them.",
                    "Leave the role as it is, or invite the person.");
        }
    }

    private static void onlyOwnersMakeOwners(Membership me, Role before, Role after) {
        if (me.role() != Role.OWNER && (before == Role.OWNER || after == Role.OWNER)) {
            throw AccessRules.roleTooLow("Only an owner makes or changes owners.");
        }
    }

    private void keepOneOwner(Membership me, long except) {
        int others = sql.sql("""
                select id from member where project_id = ? and role = 'owner' and removed_at is null and id <> ? for update
                """)
                .params(me.projectId(), except)
                .query(Long.class)
                .list()
                .size();
        if (others == 0) {
            throw Problem.conflict(
                    "last_owner", "A project keeps at least one owner.", "Make somebody else an owner first.");
        }
    }

    @Access(Level.MANAGER)
    @PostMapping("/projects/{project}/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    Invitation invite(Membership me, @RequestBody NewInvitation body) {
        onlyOwnersMakeOwners(me, Role.LABELER, body.role());
        int days = InvitationLinks.days(body.expiresInDays());
        int uses = body.maxUses() == null ? 1 : body.maxUses();
        Problem.requireRange("maxUses", uses, 1, 10_000);
        InvitationLinks.Link link = links.make(me, body.role(), body.note(), days, uses);
        Invitation made = invitations(me).invitations().stream()
                .filter(i -> i.id().equals(link.id()))
                .findFirst()
                .orElseThrow();
        return new Invitation(
                made.id(),
                made.role(),
                made.note(),
                made.createdBy(),
                made.createdAt(),
                made.expiresAt(),
                made.uses(),
                made.maxUses(),
                link.url());
    }

    @Access(Level.MANAGER)
    @GetMapping("/projects/{project}/invitations")
    Invitations invitations(Membership me) {
        return new Invitations(sql.sql("""
                select i.id, i.role, i.note, a.display_name as created_by, i.created_at, i.expires_at, i.uses, i.max_uses
                from invitation i join account a on a.id = i.created_by
                where i.project_id = ? and i.revoked_at is null and i.expires_at > now() and i.uses < i.max_uses and
                """ + MAKER_MAY_INVITE + """
                order by i.created_at desc
                """)
                .param(me.projectId())
                .query((row, number) -> new Invitation(
                        row.getObject("id", UUID.class),
                        Role.of(row.getString("role")),
                        row.getString("note"),
                        row.getString("created_by"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getInt("uses"),
                        row.getInt("max_uses"),
                        null))
                .list());
    }

    @Access(Level.MANAGER)
    @DeleteMapping("/projects/{project}/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Membership me, @PathVariable UUID id) {
        sql.sql("update invitation set revoked_at = now() where id = ? and project_id = ? and revoked_at is null")
                .params(id, me.projectId())
                .update();
    }

    @Access(Level.PUBLIC)
    @GetMapping("/invitations/{token}")
    InvitationPreview preview(@PathVariable String token) {
        OpenInvitation open = open(token, "");
        return new InvitationPreview(open.projectName(), Role.of(open.role()), open.invitedBy(), open.expiresAt());
    }

    @Access(Level.PUBLIC)
    @PostMapping("/invitations/{token}/accept")
    Joined accept(
            @PathVariable String token,
            @RequestBody Acceptance body,
            HttpServletRequest request,
            HttpServletResponse response) {
        accounts.requireReadable("password", body.password());
        Caller caller = Caller.currentOrNull();
        if (caller != null) {
            // Joining changes what an account may do: more than a token for labeling is made for.
            caller.require("manage");
        }
        record Entry(String project, UUID account) {}
        Entry entry = transaction.execute(status -> {
            OpenInvitation open = open(token, " for update of i");
            UUID account = caller != null ? caller.accountId() : newAccount(body, request);
            join(open, account);
            return new Entry(open.projectKey(), account);
        });
        if (entry == null) {
            throw new IllegalStateException("a transaction returned nothing");
        }
        gate.forget();
        if (caller == null) {
            signedIn.open(entry.account(), request, response);
        }
        return new Joined(entry.project());
    }

    /**
     * Makes the account a member with the invitation's role. A member's role is raised, never lowered. What a manager decided
     * about this person after the invitation was made, stands: whoever was removed needs a new one, and a role that was taken
     * away does not come back.
     *
     * @throws Problem removed_from_project
     */
    private void join(OpenInvitation open, UUID account) {
        record Place(Role role, boolean removed, boolean removedSince, boolean roleGivenSince) {}
        Role offered = Role.of(open.role());
        int changed =
                sql.sql("""
                insert into member (project_id, account_id, role) values (?, ?, ?)
                on conflict (project_id, account_id) do nothing
                """).params(open.projectId(), account, open.role()).update();
        if (changed == 0) {
            Place place = sql.sql("""
                    select role, removed_at is not null as removed, coalesce(removed_at >= :made, false) as removed_since,
                        coalesce(role_given_at >= :made, false) as role_given_since
                    from member where project_id = :project and account_id = :account for update
                    """)
                    .param("made", open.createdAt())
                    .param("project", open.projectId())
                    .param("account", account)
                    .query((row, number) -> new Place(
                            Role.of(row.getString("role")),
                            row.getBoolean("removed"),
                            row.getBoolean("removed_since"),
                            row.getBoolean("role_given_since")))
                    .single();
            if (place.removedSince()) {
                throw Problem.of(
                        HttpStatus.FORBIDDEN,
                        "removed_from_project",
                        "You were removed from this project after this invitation was made.",
                        "Ask a manager of the project for a new one.");
            }
            boolean raises = offered.compareTo(place.role()) > 0 && !place.roleGivenSince();
            if (place.removed() || raises) {
                changed = sql.sql(
                                "update member set role = ?, removed_at = null where project_id = ? and account_id = ?")
                        .params(offered.json(), open.projectId(), account)
                        .update();
            }
        }
        if (changed == 1) {
            sql.sql("update invitation set uses = uses + 1 where id = ?")
                    .param(open.id())
                    .update();
        }
    }

    /** With a password of its own, or else with the sign-in that this browser has just come back from. */
    private UUID newAccount(Acceptance body, HttpServletRequest request) {
        Optional<UUID> admitted = body.password() == null ? providerSignIn.admit(request) : Optional.empty();
        return admitted.orElseGet(() -> accounts.addPerson(
                orEmpty(body.email()), orEmpty(body.displayName()), orEmpty(body.password()), false));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private OpenInvitation open(String token, String lock) {
        OpenInvitation open = sql.sql("""
                select i.id, i.project_id, p.key as project_key, p.name as project_name, i.role, a.display_name as invited_by,
                       i.expires_at, i.created_at,
                       (i.expires_at <= now() or i.revoked_at is not null or i.uses >= i.max_uses or not
                """ + MAKER_MAY_INVITE + """
                       ) as over
                from invitation i join project p on p.id = i.project_id join account a on a.id = i.created_by
                where i.token_hash = ? and p.deleted_at is null
                """ + lock)
                .param(Secret.hash(token))
                .query((row, number) -> new OpenInvitation(
                        row.getObject("id", UUID.class),
                        row.getLong("project_id"),
                        row.getString("project_key"),
                        row.getString("project_name"),
                        row.getString("role"),
                        row.getString("invited_by"),
                        row.getTimestamp("expires_at").toInstant(),
                        row.getTimestamp("created_at"),
                        row.getBoolean("over")))
                .optional()
                .orElseThrow(() -> Problem.notFound("invitation_unknown", "This invitation does not exist."));
        if (open.over()) {
            throw Problem.of(
                            HttpStatus.GONE,
                            "invitation_expired",
                            "This invitation has been used up, revoked or has expired.",
                            "Ask " + open.invitedBy() + " for a new one.")
                    .with("invitedBy", open.invitedBy());
        }
        return open;
    }

    /**
     * A labeler that is a program, plainly named as simulated: the demo's crowd enters its answers like people do. A program
     * that was interrupted goes on with the annotators it has made.
     */
    @Access(Level.OWNER)
    @PostMapping("/projects/{project}/simulated-annotators")
    @ResponseStatus(HttpStatus.CREATED)
    SimulatedAnnotator addSimulated(Membership me, @RequestBody NewSimulated body) {
        SimulatedAnnotator made = transaction.execute(status -> {
            Simulated simulated = Boolean.TRUE.equals(body.reuse())
                    ? simulated(me.projectId(), body.displayName()).orElseGet(() -> makeSimulated(me, body))
                    : makeSimulated(me, body);
            return new SimulatedAnnotator(
                    simulated.member(),
                    credentials.makeToken(
                            UUID.randomUUID(),
                            simulated.account(),
                            "simulated annotator",
                            Set.of("read", "label"),
                            null));
        });
        if (made == null) {
            throw new IllegalStateException("a transaction returned nothing");
        }
        return made;
    }

    private record Simulated(long member, UUID account) {}

    private Optional<Simulated> simulated(long project, String displayName) {
        return sql.sql("""
                select m.id, m.account_id from member m join account a on a.id = m.account_id
                where m.project_id = ? and a.kind = 'simulated' and not a.instance_owner and not a.imported
                  and m.removed_at is null
                  and a.display_name = ? order by m.id limit 1
                """)
                .params(project, displayName.strip())
                .query((row, number) -> new Simulated(row.getLong("id"), row.getObject("account_id", UUID.class)))
                .optional();
    }

    private Simulated makeSimulated(Membership me, NewSimulated body) {
        UUID account = accounts.addSimulated(body.displayName());
        long member = sql.sql("insert into member (project_id, account_id, role) values (?, ?, 'labeler') returning id")
                .params(me.projectId(), account)
                .query(Long.class)
                .single();
        return new Simulated(member, account);
    }
}
