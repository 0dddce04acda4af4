/** What labelers see and are asked, what they answer, and the regions they mark: closed families. */
package dev.cupel.engine.answer;
