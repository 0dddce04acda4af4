package dev.cupel.server.review;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.server.assignment.Places;
import dev.cupel.server.item.Items;
import dev.cupel.server.item.Settlement;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.AccessRules;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.Role;
import dev.cupel.server.project.SchemaChanged;
import dev.cupel.server.project.SchemaCodes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decisions on items. A decision outranks the consensus, which goes on being estimated beside it; a newer decision
 * that names the one before retracts it; none is ever deleted. An item on which
 * everything is decided wants no more answers (decision 0064).
 */
@Component
class Adjudications {
    private static final String RULES = "## Rules from decisions";

    /** Where an item stands once decisions have changed; the same rules as after a consensus run. */
    private final JdbcClient sql;

    private final JsonMapper json;
    private final Projects projects;
    private final Places places;
    private final Items items;
    private final Settlement settlement;
    private final ApplicationEventPublisher events;

    Adjudications(
            JdbcClient sql,
            JsonMapper json,
            Projects projects,
            Places places,
            Items items,
            Settlement settlement,
            ApplicationEventPublisher events) {
        this.events = events;
        this.items = items;
        this.sql = sql;
        this.json = json;
        this.projects = projects;
        this.places = places;
        this.settlement = settlement;
    }

    /**
     * What somebody decides on one item, all of it or nothing.
     *
     * @param answers by question id; at least one
     * @param unit what offsets of spans count: utf16 (also if left out) or code_points
     * @param reason why; not blank
     * @param rule a sentence for the guideline, or null
     * @param replaces the decisions in force that the decider has seen
     */
    record Decision(
            Map<String, JsonNode> answers,
            @Nullable String unit,
            String reason,
            @Nullable String rule,
            Set<Long> replaces) {}

    /**
     * @throws Problem item_unknown, item_is_gold, reason_missing, answers_invalid, decision_changed if one is in force that the
     *     decider has not seen, or role_too_low for a rule
     */
    @Transactional
    void decide(Membership me, long item, Decision decision) {
        SchemaCodes codes = projects.schema(me.projectId());
        if (VisibleText.isInvisible(decision.reason())) {
            throw Problem.invalid(
                    "reason_missing",
                    "reason",
                    "a decision needs a reason",
                    "say in a sentence why this is the answer");
        }
        Map<String, Answer> answers = answers(codes, me.projectId(), item, decision);
        boolean withRule = decision.rule() != null && !decision.rule().isBlank();
        if (withRule && me.role().compareTo(Role.MANAGER) < 0) {
            throw AccessRules.roleTooLow("Only managers change the guideline; decide without a rule.");
        }
        lock(me.projectId(), item);
        requireSeen(codes, item, answers.keySet(), decision.replaces());
        int guideline = withRule ? addRule(me, String.valueOf(decision.rule())) : version(me);
        answers.forEach((id, answer) -> {
            SchemaCodes.Stored stored = codes.store(id, answer);
            retract(item, stored.question());
            sql.sql("""
                    insert into adjudication (project_id, item_id, question, option, number, options, value, reason,
                        guideline_version, decided_by, decided_at)
                    values (?, ?, ?, ?, ?, ?::smallint[], ?::jsonb, ?, ?, ?, clock_timestamp())
                    """)
                    .params(Arrays.asList(
                            me.projectId(),
                            item,
                            stored.question(),
                            stored.option(),
                            stored.number(),
                            stored.optionsLiteral(),
                            // History stays readable when the question is gone.
                            AnswerJson.write(codes.question(id), answer).toString(),
                            decision.reason().strip(),
                            guideline,
                            me.accountId()))
                    .update();
        });
        settle(codes, me.projectId(), item);
        events.publishEvent(new Decided(me.projectId(), item, me.accountId()));
    }

    /** Of two who decide on one item at once, the second is told what the first decided, and may still decide otherwise. */
    private void requireSeen(SchemaCodes codes, long item, Set<String> questions, Set<Long> seen) {
        record InForce(long id, String question, String by) {}
        sql
                .sql("""
                select j.id, j.question, a.display_name from adjudication j join account a on a.id = j.decided_by
                where j.item_id = ? and j.retracted_at is null order by j.id
                """)
                .param(item)
                .query((row, number) -> {
                    Question question = codes.byNumber(row.getShort("question"));
                    return new InForce(
                            row.getLong("id"), question == null ? "" : question.id(), row.getString("display_name"));
                })
                .list()
                .stream()
                .filter(one -> questions.contains(one.question()) && !seen.contains(one.id()))
                .findFirst()
                .ifPresent(one -> {
                    throw Problem.conflict(
                                    "decision_changed",
                                    one.by() + " has decided on '" + one.question() + "' in the meantime.",
                                    "Look at that decision; to replace it, send its number in replaces.")
                            .with("by", one.by())
                            .with("question", one.question());
                });
    }

    /** @throws Problem adjudication_unknown if one of the decisions is not in force on this item; then all stay */
    @Transactional
    void retract(Membership me, long item, Set<Long> decisions) {
        SchemaCodes codes = projects.schema(me.projectId());
        lock(me.projectId(), item);
        for (long decision : decisions) {
            int retracted = sql.sql("""
                    update adjudication set retracted_at = clock_timestamp()
                    where id = ? and item_id = ? and retracted_at is null
                    """).params(decision, item).update();
            if (retracted == 0) {
                throw Problem.notFound("adjudication_unknown", "Decision " + decision + " is not in force here.")
                        .with("decision", decision);
            }
        }
        settle(codes, me.projectId(), item);
    }

    private int retract(long item, short question) {
        return sql.sql("""
                update adjudication set retracted_at = clock_timestamp()
                where item_id = ? and question = ? and retracted_at is null
                """).params(item, question).update();
    }

    /** Questions may have come that nobody has decided, or gone that were open. */
    @EventListener
    @Transactional
    public void on(SchemaChanged change) {
        SchemaCodes codes = projects.schema(change.projectId());
        List<Long> items = sql.sql("""
                select distinct item_id from adjudication where project_id = ? and retracted_at is null order by item_id
                """)
                .param(change.projectId())
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.of(items.stream()
                .filter(item -> places.decided(change.projectId(), item, answersEverything(codes, item)))
                .toList());
    }

    /** Further answers would change nothing once the decisions in force answer everything that is asked. */
    private void settle(SchemaCodes codes, long project, long item) {
        places.decided(project, item, answersEverything(codes, item));
        settlement.of(List.of(item));
    }

    private boolean answersEverything(SchemaCodes codes, long item) {
        ObjectNode decided = json.createObjectNode();
        sql.sql("""
                select c.question_id, j.value from adjudication j
                    join question_code c on c.project_id = j.project_id and c.number = j.question
                where j.item_id = ? and j.retracted_at is null
                """).param(item).query(row -> {
            decided.set(row.getString("question_id"), json.readTree(row.getString("value")));
        });
        FindingList findings = new FindingList();
        return !decided.isEmpty()
                && codes.schema().check(codes.parse(decided, findings)).isEmpty()
                && findings.isEmpty();
    }

    /** Serialises decisions on one item, and keeps consensus runs from it meanwhile. */
    private void lock(long project, long item) {
        places.lock(project, item);
        Boolean gold = sql.sql("select gold from item_state where item_id = ? and project_id = ? for update")
                .params(item, project)
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("item_unknown", "This project has no item " + item + ".")
                        .with("item", item));
        if (gold) {
            throw Problem.conflict(
                    "item_is_gold",
                    "The item has a verified answer already.",
                    "Change its gold answer, or make it an ordinary item first.");
        }
    }

    private int version(Membership me) {
        return projects.settings(me.projectId()).guidelineVersion();
    }

    private int addRule(Membership me, String rule) {
        int current = version(me);
        String text = projects.guidelineText(me.projectId(), current);
        String line = "- " + rule.strip().replaceAll("\\s*\\R\\s*", " ");
        return projects.addGuideline(
                me.projectId(), withRule(text, line), "A rule from a decision.", current, me.accountId());
    }

    /** Adds a line to the section of rules, which is made at the end if there is none. */
    static String withRule(String guideline, String line) {
        List<String> lines = guideline.stripTrailing().lines().toList();
        int heading = lines.indexOf(RULES);
        if (heading < 0) {
            return (guideline.isBlank() ? "" : guideline.stripTrailing() + "\n\n") + RULES + "\n\n" + line + "\n";
        }
        int end = heading + 1;
        while (end < lines.size()
                && !lines.get(end).startsWith("# ")
                && !lines.get(end).startsWith("## ")) {
            end++;
        }
        int last = end;
        while (lines.get(last - 1).isBlank()) {
            last--;
        }
        StringBuilder text = new StringBuilder();
        lines.subList(0, last).forEach(l -> text.append(l).append('\n'));
        text.append(last == heading + 1 ? "\n" : "").append(line).append('\n');
        if (end < lines.size()) {
            text.append('\n');
            lines.subList(end, lines.size()).forEach(l -> text.append(l).append('\n'));
        }
        return text.toString();
    }

    /** Each question stands alone here: whether it would be asked is no matter once somebody decides it. */
    private Map<String, Answer> answers(SchemaCodes codes, long project, long item, Decision decision) {
        FindingList findings = new FindingList();
        Map<String, Answer> answers = new LinkedHashMap<>();
        decision.answers().forEach((id, value) -> {
            Question question = codes.question(id);
            String where = "answers." + id;
            Answer answer = new AnswerJson(findings).read(question, value, where);
            if (answer != null) {
                Schema.check(question, answer, where).forEach(findings::add);
                answers.put(id, answer);
            }
        });
        Map<String, Answer> placed = findings.isEmpty() && Placing.needsText(answers)
                ? Placing.answers(
                        codes, answers, items.row(project, item).fields(), Placing.unit(decision.unit()), findings)
                : answers;
        if (!findings.isEmpty()) {
            throw Problem.invalid(
                    "answers_invalid",
                    "The decision does not fit the item.",
                    findings.all().stream().map(Problem.Detail::of).toList());
        }
        return placed;
    }
}
