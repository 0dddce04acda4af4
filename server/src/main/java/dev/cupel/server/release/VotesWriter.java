package dev.cupel.server.release;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.SchemaCodes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code task,worker,label}, as {@code cupel consensus} and {@code cupel agreement} read it: one row per answer to one
 * question. Sets of options become one task per option of the schema, {@code KEY::OPTION}, labelled 1 or 0: that is how
 * consensus treats them. Texts and regions become {@code task,worker,answer,text}, which the same commands read; offsets count
 * code points.
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
        text.append(question instanceof Question.Structured ? "task,worker,answer,text\n" : "task,worker,label\n");
    }

    @Override
    public int write(ItemRange range, StringBuilder text) {
        Map<Long, String> keys = new HashMap<>();
        AtomicInteger rows = new AtomicInteger();
        Set<Long> written = new HashSet<>();
        range.items().forEach(item -> keys.put(item.id(), item.key()));
        snapshot.sql("""
                select item_id, member_id, question, option, number, options, value from vote
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
                        case Answer.Structured structured -> {
                            Map<String, String> fields = fieldsOf(range, row.getLong(1));
                            Answer inFile = Placing.inFile(codes, question, structured, fields);
                            // What the spans lie in stands on the first row of an item.
                            String lying = question instanceof Question.Marking marking && written.add(row.getLong(1))
                                    ? fields.getOrDefault(codes.fieldOf(marking), "")
                                    : "";
                            CsvText.append(text, key);
                            text.append(',');
                            CsvText.append(text, worker);
                            text.append(',');
                            CsvText.append(
                                    text, AnswerJson.write(question, inFile).toString());
                            text.append(',');
                            CsvText.append(text, lying);
                            text.append('\n');
                            rows.incrementAndGet();
                        }
                    }
                });
        return rows.get();
    }

    private static Map<String, String> fieldsOf(ItemRange range, long item) {
        return range.items().stream()
                .filter(one -> one.id() == item)
                .findFirst()
                .map(ItemRange.Item::fieldsByName)
                .orElse(Map.of());
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
