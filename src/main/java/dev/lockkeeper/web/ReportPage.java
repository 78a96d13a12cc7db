package dev.lockkeeper.web;

import dev.lockkeeper.api.RunReports;
import dev.lockkeeper.security.CurrentPerson;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The report of one run, made to be printed. */
@Controller
class ReportPage {

    private final RunReports reports;
    private final CurrentPerson current;

    ReportPage(RunReports reports, CurrentPerson current) {
        this.reports = reports;
        this.current = current;
    }

    @GetMapping("/runs/{id}/report")
    String show(@PathVariable long id, Model model) {
        model.addAttribute("report", reports.of(id, current.get()));
        return "pages/run-report";
    }
}
