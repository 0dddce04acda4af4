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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decisions on items. A decision outranks the consensus, which goes on being estimated beside it; a newer decision
 * retracts the one before; none is ever deleted. An item on which
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

    Adjudications(
            JdbcClient sql, JsonMapper json, Projects projects, Places places, Items items, Settlement settlement) {
        this.items = items;
        this.sql = sql;
        this.json = json;
        this.projects = projects;
        this.places = places;
        this.settlement = settlement;
    }

    /**
     * @param unit what offsets of spans count: utf16 (also if left out) or code_points
     * @param reason why; not blank
     * @param rule a sentence for the guideline, or null
     */
    record Decision(
            String question,
            JsonNode value,
            @Nullable String unit,
            String reason,
            @Nullable String rule) {}

    /** @throws Problem item_unknown, item_is_gold, reason_missing, answers_invalid, or role_too_low for a rule */
    @Transactional
    void decide(Membership me, long item, Decision decision) {
        SchemaCodes codes = projects.schema(me.projectId());
        Question question = codes.question(decision.question());
        if (VisibleText.isInvisible(decision.reason())) {
            throw Problem.invalid(
                    "reason_missing",
                    "reason",
                    "a decision needs a reason",
                    "say in a sentence why this is the answer");
        }
        Answer answer =
                placed(codes, question, answer(question, decision.value()), me.projectId(), item, decision.unit());
        SchemaCodes.Stored stored = codes.store(question.id(), answer);
        boolean withRule = decision.rule() != null && !decision.rule().isBlank();
        if (withRule && me.role().compareTo(Role.MANAGER) < 0) {
            throw AccessRules.roleTooLow("Only managers change the guideline; decide without a rule.");
        }
        lock(me.projectId(), item);
        int guideline = withRule ? addRule(me, String.valueOf(decision.rule())) : version(me);
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
                        AnswerJson.write(question, answer).toString(),
                        decision.reason().strip(),
                        guideline,
                        me.accountId()))
                .update();
        settle(codes, me.projectId(), item);
    }

    /** @throws Problem adjudication_unknown if no decision is in force */
    @Transactional
    void retract(Membership me, long item, String questionId) {
        SchemaCodes codes = projects.schema(me.projectId());
        short question = codes.number(codes.question(questionId));
        lock(me.projectId(), item);
        if (retract(item, question) == 0) {
            throw Problem.notFound("adjudication_unknown", "No decision on '" + questionId + "' is in force here.")
                    .with("question", questionId);
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

    private Answer placed(
            SchemaCodes codes, Question question, Answer answer, long project, long item, @Nullable String unit) {
        Map<String, Answer> one = Map.of(question.id(), answer);
        if (!Placing.needsText(one)) {
            return answer;
        }
        FindingList findings = new FindingList();
        Map<String, Answer> placed =
                Placing.answers(codes, one, items.row(project, item).fields(), Placing.unit(unit), findings);
        if (!findings.isEmpty()) {
            throw Problem.invalid(
                    "answers_invalid",
                    "The decision does not fit the item.",
                    findings.all().stream().map(Problem.Detail::of).toList());
        }
        return placed.getOrDefault(question.id(), answer);
    }

    /** The question stands alone here: whether it would be asked is no matter once somebody decides it. */
    private static Answer answer(Question question, JsonNode value) {
        FindingList findings = new FindingList();
        Answer answer = new AnswerJson(findings).read(question, value, "value");
        if (answer != null) {
            Schema.check(question, answer, "value").forEach(findings::add);
        }
        if (answer == null || !findings.isEmpty()) {
            throw Problem.invalid(
                    "answers_invalid",
                    "The decision does not fit the question.",
                    findings.all().stream().map(Problem.Detail::of).toList());
        }
        return answer;
    }
}
