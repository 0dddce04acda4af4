package dev.cupel.engine.votes;

/**
 * What counts when one worker labels one task more than once. "First" and "last" refer to the order of arrival. Files are
 * read with {@link #LAST} unless the user says otherwise: a second answer of the same person is no second opinion.
 */
public enum RepeatPolicy {
    /** Every answer counts: right for deliberate repetitions, as in the anaesthetists' table of 1979. */
    KEEP_ALL,
    /** Only the answer that arrived first counts: right when later ones are re-submissions of the same record. */
    FIRST,
    /** Only the answer that arrived last counts: right when workers may correct themselves. */
    LAST
}
