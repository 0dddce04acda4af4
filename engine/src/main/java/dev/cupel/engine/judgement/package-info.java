/**
 * The one door to the statistics: what the answers to one question say, whatever its kind. {@link
 * dev.cupel.engine.judgement.QuestionVotes} takes the answers, {@link dev.cupel.engine.judgement.Judgement} gives agreement,
 * the settled answer of every item with its confidence, what is in dispute, and what is known of the annotators; {@link
 * dev.cupel.engine.judgement.Likeness} says how far two answers are apart and when one counts as right.
 */
@NullMarked
package dev.cupel.engine.judgement;

import org.jspecify.annotations.NullMarked;
