package dev.cupel.cli.consensus;

/** The report as one page. */
final class ConsensusPage {
    private ConsensusPage() {}

    static String render(ConsensusReport report) {
        return "<!doctype html><title>" + report.file() + "</title>";
    }
}
