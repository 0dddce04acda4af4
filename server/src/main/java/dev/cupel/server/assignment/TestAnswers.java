package dev.cupel.server.assignment;

import java.time.Instant;

/** How somebody answered a test: a question to the room of annotations. */
public interface TestAnswers {
    /**
     * @param answered items; those skipped count among them
     * @param correct items of which every question with a verified answer was right at the first attempt
     */
    record Score(int answered, int correct) {}

    /** @param since when the attempt began; items that were handed out earlier belong to another one */
    Score of(long project, long member, Instant since);
}
