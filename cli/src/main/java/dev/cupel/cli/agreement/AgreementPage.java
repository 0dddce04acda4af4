package dev.cupel.cli.agreement;

/** The report as one page. */
final class AgreementPage {
    private AgreementPage() {}

    static String render(AgreementView view) {
        return "<!doctype html><title>" + view.file() + "</title>";
    }
}
