package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.Losses.Kind;
import dev.cupel.formats.text.CsvOut;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code task,worker,label}, as {@code cupel consensus} and {@code cupel agreement} read it: one row per answer to one
 * question. Sets of options become one task per option of the schema, {@code KEY::OPTION}, labelled 1 or 0: that is how
 * consensus treats them. Texts and regions become {@code task,worker,answer,text}, which the same commands read; offsets count
 * code points.
 */
public final class VotesWriter implements ItemWriter {
    private final CsvOut csv;
    private final Question question;
    private final Losses losses = new Losses();
    private final AnswersOut answers;

    public VotesWriter(OutputStream out, Schema schema, Question question) {
        this(out, schema, question, CsvOut.Style.EXACT);
    }

    public VotesWriter(OutputStream out, Schema schema, Question question, CsvOut.Style style) {
        this.csv = new CsvOut(out, style);
        this.question = question;
        this.answers = new AnswersOut(schema, losses);
    }

    @Override
    public void begin() throws IOException {
        if (question instanceof Question.Structured) {
            csv.row("task", "worker", "answer", "text");
        } else {
            csv.row("task", "worker", "label");
        }
    }

    @Override
    public int write(LabeledItem item) throws IOException {
        answers.of(item);
        int rows = 0;
        for (LabeledItem.Annotation annotation : item.annotations()) {
            count(item, annotation);
            Given given = annotation.answers().get(question.id());
            if (given != null && annotation.counts()) {
                rows += vote(item, annotation.annotator(), given, rows == 0);
            }
        }
        count(item, rows);
        return rows;
    }

    private int vote(LabeledItem item, String worker, Given given, boolean first) throws IOException {
        if (question instanceof Question.Text && given instanceof Given.Known) {
            // Plain, as the commands read texts.
            csv.row(item.key(), worker, answers.cell(question, given), "");
            return 1;
        }
        if (question instanceof Question.Structured) {
            // What the regions lie in stands on the first row of an item.
            String lying = first && question instanceof Question.Marking marking
                    ? answers.texts().text(marking)
                    : "";
            csv.row(item.key(), worker, answers.json(question.id(), given), lying);
            return 1;
        }
        return switch (given) {
            case Given.Known(Answer.ChosenSet set) -> {
                for (Question.Option option : question.options()) {
                    csv.row(
                            item.key() + "::" + option.id(),
                            worker,
                            set.options().contains(option.id()) ? "1" : "0");
                }
                yield question.options().size();
            }
            case Given.Known(Answer.Preferred preferred) -> {
                if (CsvWriter.hasDetails(preferred)) {
                    losses.add(Kind.PREFERENCE_DETAILS, item.key(), worker);
                }
                csv.row(item.key(), worker, answers.cell(question, given));
                yield 1;
            }
            case Given.Known known -> {
                csv.row(item.key(), worker, answers.cell(question, known));
                yield 1;
            }
            case Given.AsIs asIs -> {
                losses.add(Kind.UNKNOWN_QUESTIONS, item.key(), worker);
                yield 0;
            }
        };
    }

    private void count(LabeledItem item, LabeledItem.Annotation annotation) {
        if (!annotation.counts()) {
            losses.add(Kind.SKIPPED, item.key(), annotation.annotator());
        }
        if (annotation.comment() != null || annotation.activeMs() != null || annotation.savedAt() != null) {
            losses.add(Kind.ANNOTATION_DETAILS, item.key(), annotation.annotator());
        }
        for (String other : annotation.answers().keySet()) {
            if (!other.equals(question.id())) {
                losses.add(Kind.OTHER_QUESTIONS, item.key(), other);
            }
        }
    }

    /** What has no column. */
    private void count(LabeledItem item, int rows) {
        if (rows == 0) {
            losses.add(Kind.ITEMS_WITHOUT_ANSWERS, item.key(), "");
        }
        losses.add(Kind.CONTENT, item.key(), "");
        item.consensus().keySet().forEach(id -> losses.add(Kind.CONSENSUS, item.key(), id));
        item.gold().keySet().forEach(id -> losses.add(Kind.GOLD, item.key(), id));
        item.adjudications().forEach(one -> losses.add(Kind.ADJUDICATIONS, item.key(), one.question()));
        if (item.id() != null || item.status() != null || item.createdAt() != null) {
            losses.add(Kind.ITEM_DETAILS, item.key(), "");
        }
        if (!item.answered().isEmpty() && item.answered(question.id()) > 0 && rows == 0) {
            losses.add(Kind.ANSWER_COUNTS, item.key(), question.id());
        }
    }

    @Override
    public void flush() throws IOException {
        csv.flush();
    }

    @Override
    public Losses losses() {
        return losses;
    }
}
