//! What the bundled document means.

use crate::meaning::meaning;

#[test]
fn contacts() {
    let yaml = include_str!("../../../spec/contacts.yaml");
    insta::assert_snapshot!(meaning(yaml), @r#"
    ContactList <: struct -- One page of contacts.
      data: [Contact] -- The contacts of this page.
      has_more: boolean -- Whether another page follows.
      next_cursor: string or null -- The cursor of the next page; null on the last one.
      request_id: string -- Id of this request, the same as the `X-Request-Id` header.
    Contact <: struct -- A person who can be reached on WhatsApp.
      id: string -- The contact's permanent id, `ctc_` and 26 characters.; e.g. "ctc_01HXYZABCDEFGHJKMNPQRSTVWX"
      object: Contact.object always "contact" -- The kind of this object.
      phone_number: string or null -- The contact's phone number in E.164 form.
      name: string or null -- The contact's name.
      email: string or null -- The contact's email address.
      metadata: object or null -- Whatever the organisation keeps about the contact, with keys of its own choice.
      whatsapp_account: WhatsappAccount
      created_at: datetime -- When the contact was created.
      updated_at: datetime -- When the contact was last changed.
    WhatsappAccount <: struct -- The WhatsApp account that a contact belongs to.
      phone_number: string or null -- The account's phone number as it is displayed, possibly with spaces and dashes.
    ContactCreated: struct -- The webhook for a new contact.
      id: string -- Permanent id of the event: `evt_` and 26 characters. A delivery that is repeated has the same.; e.g. "evt_01HXYZABCDEFGHJKMNPQRSTVWX"
      type: ContactCreated.type always "contact.created" -- What happened.
      created_at: datetime -- When it happened.
      livemode: boolean? -- Whether it is about real data.
      data: ContactCreated.data
    ContactUpdated: struct -- The webhook for changes to a contact.
      id: string -- Permanent id of the event: `evt_` and 26 characters. A delivery that is repeated has the same.; e.g. "evt_01HXYZABCDEFGHJKMNPQRSTVWX"
      type: ContactUpdated.type always "contact.updated" -- What happened.
      created_at: datetime -- When it happened.
      livemode: boolean? -- Whether it is about real data.
      data: ContactUpdated.data
    ErrorEnvelope <: struct -- The body of every error response.
      error: ErrorDetail
    ErrorDetail <: struct -- What went wrong.
      type: string -- The class of the error. New classes may appear.; e.g. "invalid_request_error"
      code: string -- The permanent name of this error, meant for programs.; e.g. "invalid_phone_number"
      message: string -- An explanation for people. Its words may change.
      param: string? -- The part of the request that is at fault.
      request_id: string -- Id of this request, the same as the `X-Request-Id` header.; e.g. "req_01HXYZABCDEFGHJKMNPQRSTVWX"
    Contact.object <: enum "contact" -- The kind of this object.
    ContactCreated.type: enum "contact.created" -- What happened.
    ContactCreated.data: struct
      contact: Contact
      acquisition_source: any? -- How the contact came about.
    ContactUpdated.type: enum "contact.updated" -- What happened.
    ContactUpdated.data: struct
      contact: Contact
      changed_fields: [string]? -- The names of the fields that were changed.
    PhoneNumberId >: string like ^\d{6,20}$
    SearchFilter >: string min 1 max 200
    Limit >: string like ^\d+$
    listContacts: GET /{phone_number_id}/contacts [Contacts] -- List contacts; Lists the contacts of one WhatsApp account, a page at a time.

    `phone` keeps the contact with exactly that number, `search` those whose name or email contains the text.
    A page that is not the last one carries `next_cursor`: send it as `cursor`, with the same filters, to get
    the next page.

      path phone_number_id: PhoneNumberId Simple -- Meta's id of the connected WhatsApp Business number whose contacts are meant: the account that owns the
    resource, or sends on its behalf. `GET /v1/accounts` lists it as `phone_number_id` of each account.
    ; e.g. "106540352242922"
      query phone?: string Form* -- Only the contact with exactly this phone number, in E.164 form with its leading `+`.; e.g. "+628111111111"
      query search?: SearchFilter Form* -- Only contacts whose name or email contains this text.; e.g. "ada"
      query limit?: Limit Form* -- Contacts per page, 1 to 100. The server takes 25 when it is left out.; e.g. "25"
      query cursor?: string Form* -- Where to go on: the `next_cursor` of the page before, unchanged. It is opaque, and valid only with the
    filters it was made with.
    ; e.g. "Y3Vyc29yLW9mLXRoZS1uZXh0LXBhZ2U"
      200: application/json ContactList X-Request-Id: string? X-RateLimit-Limit: i64? X-RateLimit-Remaining: i64? X-RateLimit-Reset: i64?
      400: application/json ErrorEnvelope X-Request-Id: string? X-RateLimit-Limit: i64? X-RateLimit-Remaining: i64? X-RateLimit-Reset: i64?
      401: application/json ErrorEnvelope X-Request-Id: string? X-RateLimit-Limit: i64? X-RateLimit-Remaining: i64? X-RateLimit-Reset: i64?
      404: application/json ErrorEnvelope X-Request-Id: string? X-RateLimit-Limit: i64? X-RateLimit-Remaining: i64? X-RateLimit-Reset: i64?
      422: application/json ErrorEnvelope X-Request-Id: string? X-RateLimit-Limit: i64? X-RateLimit-Remaining: i64? X-RateLimit-Reset: i64?
      429: application/json ErrorEnvelope X-Request-Id: string? X-RateLimit-Limit: i64? X-RateLimit-Remaining: i64? X-RateLimit-Reset: i64? Retry-After: i64?
      500: application/json ErrorEnvelope X-Request-Id: string?
      pages: cursor from next_cursor more has_more, items data
      with bearerAuth
    errors are ErrorEnvelope
    "#);
}
