package dev.cupel.server.release;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.server.project.SchemaCodes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code task,worker,label}, as {@code cupel consensus} and {@code cupel agreement} read it: one row per answer to one
 * question. Sets of options become one task per option of the schema, {@code KEY::OPTION}, labelled 1 or 0: that is how
 * consensus treats them.
 */
final class VotesWriter implements ItemWriter {
    private final JdbcClient snapshot;
    private final SchemaCodes codes;
    private final Question question;
    private final Workers workers;

    VotesWriter(JdbcClient snapshot, long project, SchemaCodes codes, Question question) {
        this.snapshot = snapshot;
        this.codes = codes;
        this.question = question;
        this.workers = Workers.of(snapshot, project);
    }

    @Override
    public void begin(StringBuilder text) {
        text.append("task,worker,label\n");
    }

    @Override
    public int write(ItemRange range, StringBuilder text) {
        Map<Long, String> keys = new HashMap<>();
        AtomicInteger rows = new AtomicInteger();
        range.items().forEach(item -> keys.put(item.id(), item.key()));
        snapshot.sql("""
                select item_id, member_id, question, option, number, mask from vote
                where project_id = ? and question = ? and item_id between ? and ? order by item_id, member_id
                """)
                .params(range.project(), codes.number(question), range.first(), range.last())
                .query(row -> {
                    String key = keys.get(row.getLong(1));
                    SchemaCodes.Answered vote = codes.answer(row);
                    String worker = workers.of(row.getLong(2)).name();
                    if (key == null || vote == null) {
                        return;
                    }
                    switch (vote.answer()) {
                        case Answer.Chosen chosen -> {
                            line(text, key, worker, chosen.option());
                            rows.incrementAndGet();
                        }
                        case Answer.ChosenSet set -> {
                            for (Question.Option option : question.options()) {
                                String one = set.options().contains(option.id()) ? "1" : "0";
                                line(text, key + "::" + option.id(), worker, one);
                                rows.incrementAndGet();
                            }
                        }
                        case Answer.Numeric rated -> {
                            line(text, key, worker, vote.json().toString());
                            rows.incrementAndGet();
                        }
                        case Answer.Preferred preferred -> {
                            line(text, key, worker, preferred.choice().key());
                            rows.incrementAndGet();
                        }
                        case Answer.Structured structured ->
                            throw new IllegalStateException("votes are single values: " + question.id());
                    }
                });
        return rows.get();
    }

    private static void line(StringBuilder text, String task, String worker, String label) {
        CsvText.append(text, task);
        text.append(',');
        CsvText.append(text, worker);
        text.append(',');
        CsvText.append(text, label);
        text.append('\n');
    }
}
