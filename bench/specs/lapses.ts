/** For each convention of the houses a way to leave it: what a check that is worth its name notices. */

/** A way that was left, what stands there instead, and the convention that notices. */
export const LAPSES: readonly (readonly [id: string, from: string | RegExp, to: string, notices: string])[] =
  [
    ['charge-mandate', 'def perform(self, run', 'def execute(self, run', 'q-operator'],
    ['dispute-settled', 'def look(self, run', 'def poke(self, run', 'q-sensor'],
    [
      'charge-mandate',
      'self.quill.create(',
      'QuillClient(self.quill_conn_id, self.desk).create(',
      'q-client',
    ],
    ['charge-mandate', 'self.journal("charge.created"', 'self.log.info("charge.created"', 'q-journal'],
    ['charge-mandate', 'Money.of(self.amount, self.currency)', 'int(float(self.amount) * 100)', 'q-money'],
    ['charge-mandate', 'key=run.key("charge", self.mandate_id)', 'key=self.mandate_id', 'q-key'],
    ['charge-mandate', 'except QuillRepeated as repeat', 'except KeyError as repeat', 'q-repeat'],
    ['charge-mandate', /return run\.receipt\([^\n]+/g, 'return charge["id"]', 'q-receipt'],
    ['reverse-transfer', /raise refuse\([^\n]+/, 'raise ValueError("reason")', 'q-errors'],
    ['void-authorization', '{"state": State.VOID}', '{"state": 90}', 'q-states'],
    ['dispute-settled', 'state is State.SETTLED', 'state == 40', 'q-states'],
    ['issue-voucher', 'email=masked(self.customer_email)', 'email=self.customer_email', 'q-masked'],
    ['charge-mandate', 'desk = "charges"', 'team = "charges"', 'q-desk'],
    ['charge-mandate', '__all__ = ["ChargeMandateOperator"]', '', 'q-all'],
    ['gate-open', '(NfTicking, NfSensor)', '(NfSensor)', 'n-sensor'],
    ['customs-hook', '    @again()\n    def paper', '    def paper', 'n-hook'],
    ['gate-open', 'Answer.no("gate-shut")', 'Answer.no("")', 'n-answer'],
    ['customs-hook', /self\.tick\(/g, 'self.log.info(', 'n-tick'],
    ['gate-open', 'self.tick("gate.asked")', 'self.tick("gate.look")', 'n-asked'],
    ['gate-open', 'self.nf.fetch("gates"', 'NfWire(self.nf_conn_id, "x").fetch("gates"', 'n-wire'],
    ['gate-open', 'raise self.give_up("gate-gone") from None', 'return Answer.no("gate-gone")', 'n-gone'],
    ['customs-hook', 'self.tick("customs.gone")\n            return None', 'raise', 'n-gone-none'],
    ['container-released', 'number = waybill(self.waybill_no)', 'number = self.waybill_no.upper()', 'n-refs'],
    ['pallet-weighed', 'grams(pallet["weight"])', 'int(float(pallet["weight"]) * 1000)', 'n-units'],
    [
      'ferry-departed',
      'from nf_core.clock import minutes, stamp',
      'from datetime import datetime',
      'n-clock',
    ],
    ['invoice-lines', 'self.ledger.one(SQL_LINES,', 'self.ledger.one("SELECT 1",', 'n-sql'],
    ['invoice-lines', 'raise NfBadRef(', 'raise ValueError(', 'n-errors'],
    ['gate-open', 'ui_color = NF_AMBER', 'ui_color = "#ffcf70"', 'n-look'],
  ];
