<#-- Step-up by a code in a mail, with the reasons why.
     flowshieldReasons: list of reason codes, may be missing
     flowshieldMaskedEmail: for example a***@example.org, may be missing
     flowshieldCodeSent: false while there is no usable code, so that only asking for one makes sense
     Posts "code", or the button "resend", to url.loginAction. -->
<#import "template.ftl" as layout>
<#import "flowshield-parts.ftl" as parts>
<#-- Pages that are not ours carry the reasons as a message; here they are a list, once. -->
<#assign announced = (message.summary)?? && message.summary?starts_with(msg("flowshield.challenge.because", ""))>
<@layout.registrationLayout displayMessage=!announced && !messagesPerField.existsError("code"); section>
  <#if section = "header">
    ${msg("flowshield.code.title")}
  <#elseif section = "form">
    <@parts.styles/>
    <div class="flowshield">
      <#assign why = parts.userReasons(flowshieldReasons![])>
      <#if why?has_content>
        <p id="flowshield-why">${msg("flowshield.code.why")}</p>
        <ul class="flowshield-reasons" aria-labelledby="flowshield-why">
          <#list why as text>
            <li>${text}</li>
          </#list>
        </ul>
      </#if>
      <p id="flowshield-code-sent">
        <#if (flowshieldCodeSent!true) && flowshieldMaskedEmail?has_content>
          ${msg("flowshield.code.mailed", flowshieldMaskedEmail)}
        <#elseif flowshieldCodeSent!true>
          ${msg("flowshield.code.mailedNoAddress")}
        <#elseif flowshieldMaskedEmail?has_content>
          ${msg("flowshield.code.noneTo", flowshieldMaskedEmail)}
        <#else>
          ${msg("flowshield.code.none")}
        </#if>
      </p>
    </div>
    <form id="flowshield-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
      <#assign failed = messagesPerField.existsError("code")>
      <div class="${properties.kcFormGroupClass!}">
        <div class="${properties.kcFormGroupLabelClass!}">
          <label for="flowshield-code" class="${properties.kcLabelClass!}"><span class="${properties.kcFormLabelTextClass!}">${msg("flowshield.code.label")}</span></label>
        </div>
        <span class="${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>">
          <input id="flowshield-code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" autofocus
                 aria-invalid="${failed?string("true", "false")}"
                 aria-describedby="flowshield-code-sent<#if failed> flowshield-code-error</#if>">
        </span>
        <#if failed>
          <div class="${properties.kcFormHelperTextClass!}">
            <div class="${properties.kcInputHelperTextClass!}">
              <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}">
                <span id="flowshield-code-error" role="alert" class="${properties.kcInputErrorMessageClass!}">${messagesPerField.getFirstError("code")}</span>
              </div>
            </div>
          </div>
        </#if>
      </div>
      <div class="${properties.kcFormGroupClass!}">
        <div class="${properties.kcFormActionGroupClass!}">
          <button id="flowshield-code-submit" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("flowshield.code.submit")}</button>
          <button id="flowshield-code-resend" type="submit" name="resend" value="true" formnovalidate class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("flowshield.code.resend")}</button>
        </div>
      </div>
    </form>
  </#if>
</@layout.registrationLayout>
